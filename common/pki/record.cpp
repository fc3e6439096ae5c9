// SPDX-License-Identifier: Apache-2.0
#include "common/pki/record.hpp"

#include "common/io/json_writer.hpp"
#include "common/tls/words.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace mqttx::pki {

namespace {

using nlohmann::json;

/// Takes members out of an object and remembers whether one was missing or of another type.
class Members {
  public:
    explicit Members(const json& object) : object_{object} {}

    std::string text(const char* name) {
        const auto found = object_.find(name);
        if (found == object_.end() || !found->is_string()) {
            complete_ = false;
            return {};
        }
        return found->get<std::string>();
    }

    std::time_t time(const char* name) {
        const auto time = tls::parse_time(text(name));
        complete_ = complete_ && time.has_value();
        return time.value_or(0);
    }

    std::optional<std::string> optional_text(const char* name) {
        const auto found = object_.find(name);
        return found != object_.end() && found->is_null() ? std::nullopt
                                                          : std::optional{text(name)};
    }

    std::vector<std::string> texts(const char* name) {
        std::vector<std::string> texts;
        const auto found = object_.find(name);
        complete_ = complete_ && found != object_.end() && found->is_array();
        for (std::size_t at = 0; complete_ && at < found->size(); ++at) {
            complete_ = (*found)[at].is_string();
            texts.push_back(complete_ ? (*found)[at].get<std::string>() : std::string{});
        }
        return texts;
    }

    Role role(const char* name) {
        const auto role = role_named(text(name));
        complete_ = complete_ && role.has_value();
        return role.value_or(Role::client);
    }

    [[nodiscard]] bool are_complete() const noexcept { return complete_; }

  private:
    const json& object_;
    bool complete_ = true;
};

} // namespace

Record record_of(const CertificateFacts& facts, Role role, std::string name, std::time_t now) {
    return {
        .time = now,
        .role = role,
        .name = std::move(name),
        .subject = facts.subject,
        .common_name = facts.common_name,
        .serial = facts.serial,
        .not_before = facts.not_before.value_or(0),
        .not_after = facts.not_after.value_or(0),
        .names = facts.names,
        .key = facts.key,
        .key_id = facts.subject_key_id,
        .issuer_key_id = facts.authority_key_id,
        .sha256 = facts.sha256,
        .pin = facts.pin};
}

std::string to_json(const Record& record) {
    io::JsonWriter json;
    json.begin_object();
    json.member("time", tls::time_text(record.time)).member("event", "issue");
    json.member("role", profile_of(record.role).name).member("name", record.name);
    json.member("subject", record.subject).key("common_name");
    record.common_name ? json.value(*record.common_name) : json.null();
    json.member("serial", record.serial);
    json.member("not_before", tls::time_text(record.not_before));
    json.member("not_after", tls::time_text(record.not_after));
    json.key("names").begin_array();
    for (const std::string& name : record.names) {
        json.value(name);
    }
    json.end_array();
    json.member("key", record.key).member("key_id", record.key_id);
    json.member("issuer_key_id", record.issuer_key_id);
    json.member("sha256", record.sha256).member("pin_sha256", record.pin);
    json.end_object();
    return json.text();
}

std::optional<Record> parse_record(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    Members members{object};
    if (members.text("event") != "issue") {
        return std::nullopt;
    }
    Record record;
    record.time = members.time("time");
    record.role = members.role("role");
    record.name = members.text("name");
    record.subject = members.text("subject");
    record.common_name = members.optional_text("common_name");
    record.serial = members.text("serial");
    record.not_before = members.time("not_before");
    record.not_after = members.time("not_after");
    record.names = members.texts("names");
    record.key = members.text("key");
    record.key_id = members.text("key_id");
    record.issuer_key_id = members.text("issuer_key_id");
    record.sha256 = members.text("sha256");
    record.pin = members.text("pin_sha256");
    return members.are_complete() ? std::optional{std::move(record)} : std::nullopt;
}

} // namespace mqttx::pki
