// SPDX-License-Identifier: Apache-2.0
#include "common/pki/event.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"
#include "common/pki/members.hpp"

namespace mqttx::pki {

namespace {

using nlohmann::json;

std::string json_of(const Record& record) {
    return to_json(record);
}

/// The members both kinds begin with.
template <typename Kind>
void begin(io::JsonWriter& writer, const Kind& event, std::string_view kind) {
    writer.begin_object().member("time", tls::time_text(event.time)).member("event", kind);
    writer.member("role", profile_of(event.role).name).member("name", event.name);
    writer.member("issuer_key_id", event.issuer_key_id);
}

std::string json_of(const Revocation& revocation) {
    io::JsonWriter writer;
    begin(writer, revocation, "revoke");
    writer.member("serial", revocation.serial).member("sha256", revocation.sha256);
    writer.member("reason", name_of(revocation.reason)).end_object();
    return writer.text();
}

std::string json_of(const Publication& publication) {
    io::JsonWriter writer;
    begin(writer, publication, "crl");
    writer.member("number", publication.number).member("entries", publication.entries);
    writer.member("next_update", tls::time_text(publication.next_update));
    writer.member("sha256", publication.sha256).end_object();
    return writer.text();
}

template <typename Kind> Kind begun(Members& members) {
    Kind event;
    event.time = members.time("time");
    event.role = members.role("role");
    event.name = members.text("name");
    event.issuer_key_id = members.text("issuer_key_id");
    event.sha256 = members.text("sha256");
    return event;
}

Revocation revocation_in(Members& members) {
    auto revocation = begun<Revocation>(members);
    revocation.serial = members.text("serial");
    const auto reason = reason_named(members.text("reason"));
    members.require(reason.has_value());
    revocation.reason = reason.value_or(Reason::unspecified);
    return revocation;
}

Publication publication_in(Members& members) {
    auto publication = begun<Publication>(members);
    publication.number = members.number("number");
    publication.entries = members.number("entries");
    publication.next_update = members.time("next_update");
    return publication;
}

} // namespace

std::string to_json(const Event& event) {
    return std::visit([](const auto& each) { return json_of(each); }, event);
}

std::optional<Event> parse_event(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    Members members{object};
    const std::string kind = members.text("event");
    Event event;
    if (kind == "revoke") {
        event = revocation_in(members);
    } else if (kind == "crl") {
        event = publication_in(members);
    } else if (auto record = record_in(members)) {
        event = std::move(*record);
    } else {
        return std::nullopt;
    }
    return members.are_complete() ? std::optional{std::move(event)} : std::nullopt;
}

std::string serial_key(std::string_view issuer_key_id, std::string_view serial) {
    return cat(issuer_key_id, ':', serial);
}

} // namespace mqttx::pki
