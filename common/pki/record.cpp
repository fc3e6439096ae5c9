// SPDX-License-Identifier: Apache-2.0
#include "common/pki/record.hpp"

#include "common/io/json_writer.hpp"
#include "common/pki/members.hpp"

#include <array>
#include <utility>

namespace mqttx::pki {

namespace {

struct CauseName {
    Cause cause;
    std::string_view name;
};

constexpr std::array<CauseName, 5> cause_names{
    {{Cause::issue, "issue"},
     {Cause::renew, "renew"},
     {Cause::rekey, "rekey"},
     {Cause::sign, "sign"},
     {Cause::import, "import"}}};

std::optional<Cause> cause_named(std::string_view name) noexcept {
    for (const CauseName& each : cause_names) {
        if (each.name == name) {
            return each.cause;
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view name_of(Cause cause) noexcept {
    return cause_names[static_cast<std::size_t>(cause)].name;
}

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
    json.member("time", tls::time_text(record.time)).member("event", name_of(record.cause));
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
    if (!record.is_history_known) {
        json.member("history", "unknown");
    }
    json.end_object();
    return json.text();
}

std::optional<Record> record_in(Members& members) {
    const auto cause = cause_named(members.text("event"));
    if (!cause) {
        return std::nullopt;
    }
    Record record;
    record.cause = *cause;
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
    record.is_history_known = !members.has("history");
    return members.are_complete() ? std::optional{std::move(record)} : std::nullopt;
}

std::optional<Record> parse_record(std::string_view text) {
    const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    Members members{object};
    return record_in(members);
}

} // namespace mqttx::pki
