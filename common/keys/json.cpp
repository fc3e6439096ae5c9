// SPDX-License-Identifier: Apache-2.0
#include "common/keys/json.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <set>
#include <utility>

namespace mqttx::keys {

namespace {

constexpr std::size_t size_limit = 1024UL * 1024;
constexpr std::size_t depth_limit = 16;

/// Watches a JSON text being parsed and drops everything from the first thing that is not allowed;
/// the library itself takes the last of two members and nests without end.
class Guard {
  public:
    bool operator()(Json::parse_event_t event, const Json& value) {
        using Event = Json::parse_event_t;
        if (!fault_.empty()) {
            return false;
        }
        if (event == Event::object_start || event == Event::array_start) {
            names_.emplace_back();
            return names_.size() <= depth_limit || fail("it is nested more than 16 levels deep");
        }
        if (event == Event::object_end || event == Event::array_end) {
            names_.pop_back();
        } else if (event == Event::key) {
            const auto& name = value.get_ref<const WipedText&>();
            return names_.back().insert(name).second ||
                   fail(cat("member ", in_quotes(name), " occurs twice"));
        }
        return true;
    }

    [[nodiscard]] const std::string& fault() const noexcept { return fault_; }

  private:
    bool fail(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    std::vector<std::set<WipedText>> names_{}; ///< of each open object; of an array none
    std::string fault_{};
};

[[noreturn]] void refuse(std::string_view source, std::string_view fault) {
    throw Error{ErrorKind::local, cat("cannot use ", in_quotes(source), ": ", fault)};
}

} // namespace

Json parse_json(ByteView text, std::string_view source) {
    if (text.size() > size_limit) {
        refuse(source, "it is larger than 1 MiB");
    }
    const auto content = as_text(text);
    Guard guard;
    Json document;
    try {
        document = Json::parse(
            content.begin(),
            content.end(),
            [&](int, Json::parse_event_t event, const Json& value) { return guard(event, value); }
        );
    } catch (const Json::parse_error& error) {
        // Its words quote the text, which may be a key.
        refuse(source, cat("it is no JSON: the syntax is wrong at byte ", error.byte));
    } catch (const Json::out_of_range&) {
        refuse(source, "it holds a number that is out of range");
    }
    if (!guard.fault().empty()) {
        refuse(source, guard.fault());
    }
    return document;
}

} // namespace mqttx::keys
