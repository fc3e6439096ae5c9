// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/recorded_message.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/packet_properties.hpp"
#include "common/mqtt/sendable.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace mqttx::mqtt {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> ignored_members{"time", "mid", "dup", "security"};
constexpr std::array<std::string_view, 2> ignored_properties{
    "subscription-identifier", "topic-alias"};

bool is_in(const auto& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Follows the parser through one object. What is wrong first ends the parse.
class LineReader : public nlohmann::json_sax<json> {
  public:
    bool null() override { return scalar(nullptr, "null"); }

    bool boolean(bool truth) override { return scalar(json(truth), "true or false"); }

    bool number_integer(number_integer_t number) override {
        return scalar(json(number), "a negative number");
    }

    bool number_unsigned(number_unsigned_t number) override {
        return scalar(json(number), "a number");
    }

    bool number_float(number_float_t /*number*/, const string_t& text) override {
        return scalar(nullptr, cat("the number ", text));
    }

    bool string(string_t& text) override { return scalar(json(std::move(text)), "text"); }

    bool binary(binary_t& /*bytes*/) override { return fail("it is no JSON"); }

    bool start_object(std::size_t /*members*/) override {
        const bool fits = depth_ == 0 || (depth_ == 1 && member_ == "properties");
        return open(fits, "an object");
    }

    bool start_array(std::size_t /*elements*/) override {
        const bool fits = (depth_ == 2 || depth_ == 3) && property_ == "user-property";
        return open(fits, "a list");
    }

    bool key(string_t& name) override {
        if (depth_ > ignored_at_ && is_ignoring()) {
            return true;
        }
        ignored_at_ = 0;
        if (!names_.insert(cat(depth_, name)).second) {
            return fail(cat(in_quotes(name), " occurs twice"));
        }
        (depth_ == 1 ? member_ : property_) = name;
        const bool is_ignored =
            depth_ == 1 ? is_in(ignored_members, name) : is_in(ignored_properties, name);
        ignored_at_ = is_ignored ? depth_ : 0;
        return true;
    }

    bool end_object() override { return close(); }

    bool end_array() override {
        if (!is_ignoring() && depth_ == 4 && pair_.size() != 2) {
            return fail("a user property is a pair of texts");
        }
        if (!is_ignoring() && depth_ == 4) {
            const std::pair pair{std::move(pair_[0]), std::move(pair_[1])};
            pair_.clear();
            --depth_;
            return add({property_id::user_property, pair});
        }
        return close();
    }

    bool parse_error(std::size_t at, const std::string& /*token*/, const json::exception& fault)
        override {
        const bool too_large = dynamic_cast<const json::out_of_range*>(&fault) != nullptr;
        return fail(
            too_large ? "it holds a number that is out of range"
                      : cat("it is no JSON: the syntax is wrong at byte ", at)
        );
    }

    /// The message; `fault()` says why there is none.
    RecordedMessage take() {
        if (fault_.empty() && !has_topic_) {
            fault_ = "it has no topic";
        } else if (fault_.empty() && !has_payload_) {
            fault_ = "it has neither payload nor payload_b64";
        }
        return std::move(message_);
    }

    [[nodiscard]] const std::string& fault() const noexcept { return fault_; }

  private:
    bool fail(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    /// Whether this stands in a value that is passed over: until its object's next name, or end.
    [[nodiscard]] bool is_ignoring() const { return ignored_at_ != 0; }

    bool open(bool fits, std::string_view what) {
        if (!is_ignoring() && !fits) {
            return misfit(what);
        }
        ++depth_;
        return true;
    }

    bool close() {
        ignored_at_ = depth_ == ignored_at_ ? 0 : ignored_at_;
        --depth_;
        return true;
    }

    bool misfit(std::string_view what) {
        return depth_ == 0 ? fail("it is no JSON object")
                           : fail(cat(depth_ == 1 ? member_ : property_, " cannot be ", what));
    }

    bool scalar(json value, std::string_view what) {
        if (is_ignoring()) {
            return true;
        }
        switch (depth_) {
        case 1:
            return set_member(value, what);
        case 2:
            return set_property(value, what);
        case 4:
            return value.is_string() && pair_.size() < 2
                       ? (pair_.push_back(value.get<std::string>()), true)
                       : fail("a user property is a pair of texts");
        default:
            return misfit(what);
        }
    }

    bool set_member(const json& value, std::string_view what) {
        if (member_ == "topic" && value.is_string()) {
            return set_topic(value.get<std::string>());
        }
        if ((member_ == "payload" || member_ == "payload_b64") && value.is_string()) {
            return set_payload(value.get_ref<const std::string&>());
        }
        if (member_ == "qos" && value.is_number_unsigned() && value <= 2) {
            message_.qos = value.get<int>();
            return true;
        }
        if (member_ == "qos") {
            return fail("qos is 0, 1 or 2");
        }
        if (member_ == "retain" && value.is_boolean()) {
            message_.retain = value.get<bool>();
            return true;
        }
        constexpr std::array<std::string_view, 6> known{
            "topic", "payload", "payload_b64", "qos", "retain", "properties"};
        return is_in(known, member_) ? misfit(what)
                                     : fail(cat("unknown member ", in_quotes(member_)));
    }

    bool set_topic(std::string topic) {
        has_topic_ = true;
        message_.topic = std::move(topic);
        const auto fault = sendable_topic_fault(message_.topic);
        return !fault || fail(cat("topic ", in_quotes(message_.topic), ": ", *fault));
    }

    bool set_payload(std::string_view text) {
        if (has_payload_) {
            return fail("it has both payload and payload_b64");
        }
        has_payload_ = true;
        if (member_ == "payload") {
            const auto bytes = as_bytes(text);
            message_.payload.assign(bytes.begin(), bytes.end());
            return true;
        }
        auto bytes = from_base64(text);
        message_.payload = bytes ? std::move(*bytes) : Bytes{};
        return bytes || fail("payload_b64 is no base64");
    }

    bool set_property(const json& value, std::string_view what) {
        const auto kind = property_kind(std::string_view{property_});
        if (!kind) {
            return fail(cat("there is no property ", in_quotes(property_), " in MQTT 5"));
        }
        if (kind->type == PropertyType::text && value.is_string()) {
            return add({kind->identifier, value.get<std::string>()});
        }
        if (kind->type == PropertyType::binary && value.is_string()) {
            auto bytes = from_base64(value.get_ref<const std::string&>());
            return bytes ? add({kind->identifier, std::move(*bytes)})
                         : fail(cat(property_, " is no base64"));
        }
        const bool is_number = kind->type == PropertyType::byte ||
                               kind->type == PropertyType::two_bytes ||
                               kind->type == PropertyType::four_bytes;
        if (is_number && value.is_number_unsigned() && value <= 0xFFFFFFFFU) {
            return add({kind->identifier, value.get<std::uint32_t>()});
        }
        return misfit(what);
    }

    bool add(Property property) {
        const auto fault = property_fault(PropertyPacket::publish, message_.properties, property);
        if (fault) {
            return fail(*fault);
        }
        message_.properties.push_back(std::move(property));
        return true;
    }

    RecordedMessage message_{};
    std::string fault_{};
    std::string member_{};
    std::string property_{};
    std::vector<std::string> pair_{};
    std::set<std::string> names_{}; ///< behind their depth
    int depth_ = 0;                 ///< open objects and lists
    int ignored_at_ = 0;            ///< the depth of the name whose value is passed over; 0: none
    bool has_topic_ = false;
    bool has_payload_ = false;
};

} // namespace

RecordedMessage read_recorded_message(ByteView line, std::string_view source) {
    constexpr std::size_t largest_remaining_length = 268'435'455; // MQTT 5 section 2.1.4
    LineReader reader;
    const auto text = as_text(line);
    json::sax_parse(text.begin(), text.end(), &reader);
    auto message = reader.take();
    auto fault = reader.fault();
    if (fault.empty() &&
        message.payload.size() + message.topic.size() + encoded_size(message.properties) + 4 >
            largest_remaining_length) {
        fault = "it is larger than a PUBLISH may be (268435455 bytes)";
    }
    if (!fault.empty()) {
        throw Error{ErrorKind::local, cat(source, ": ", fault)};
    }
    return message;
}

} // namespace mqttx::mqtt
