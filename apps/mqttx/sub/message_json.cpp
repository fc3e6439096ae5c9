// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/message_json.hpp"

#include "common/base/bytes.hpp"
#include "common/base/utf8.hpp"
#include "common/io/json_writer.hpp"

namespace mqttx::app::sub {

namespace {

using mqtt::Properties;

struct ValueWriter {
    io::JsonWriter& json;

    void operator()(std::uint32_t number) const { json.value(number); }

    void operator()(const std::string& text) const { json.value(text); }

    void operator()(const Bytes& bytes) const { json.value(to_base64(bytes)); }

    void operator()(const std::pair<std::string, std::string>& pair) const {
        json.begin_array().value(pair.first).value(pair.second).end_array();
    }
};

/// User properties and subscription identifiers may repeat: they are arrays, in the packet's order.
bool may_repeat(int identifier) {
    return identifier == mqtt::property_id::user_property ||
           identifier == mqtt::property_id::subscription_identifier;
}

void write_all_of(io::JsonWriter& json, const Properties& properties, int identifier) {
    json.begin_array();
    for (const auto& property : properties) {
        if (property.identifier == identifier) {
            std::visit(ValueWriter{json}, property.value);
        }
    }
    json.end_array();
}

void write_properties(io::JsonWriter& json, const Properties& properties) {
    json.begin_object();
    bool repeated_written[256] = {};
    for (const auto& property : properties) {
        const auto kind = mqtt::property_kind(property.identifier);
        if (!kind || repeated_written[property.identifier & 0xFF]) {
            continue;
        }
        json.key(kind->name);
        if (may_repeat(property.identifier)) {
            repeated_written[property.identifier & 0xFF] = true;
            write_all_of(json, properties, property.identifier);
        } else {
            std::visit(ValueWriter{json}, property.value);
        }
    }
    json.end_object();
}

void write_security(io::JsonWriter& json, const cose::Verdict& verdict) {
    json.key("security").begin_object().member("status", cose::word(verdict.status));
    if (!verdict.kid.empty()) {
        json.member("kid", verdict.kid);
    }
    if (verdict.signer) {
        json.key("signer").begin_object().member("name", verdict.signer->name);
        json.member("thumbprint", verdict.signer->thumbprint).end_object();
    }
    if (verdict.issued_at) {
        json.member("iat", *verdict.issued_at);
    }
    if (verdict.reason) {
        json.member("reason", cose::word(*verdict.reason));
    }
    if (!verdict.notes.empty()) {
        json.key("notes").begin_array();
        for (const auto note : verdict.notes) {
            json.value(note);
        }
        json.end_array();
    }
    json.end_object();
}

} // namespace

std::string properties_json(const Properties& properties) {
    io::JsonWriter json;
    write_properties(json, properties);
    return json.text();
}

std::string message_json(const Arrival& arrival) {
    const auto& message = arrival.message;
    const auto content = arrival.content();
    io::JsonWriter json;
    json.begin_object().member("time", rfc3339(arrival.time)).member("topic", message.topic);
    if (is_utf8(as_text(content))) {
        json.member("payload", as_text(content));
    } else {
        json.member("payload_b64", to_base64(content));
    }
    json.member("qos", message.qos).member("retain", message.retain).member("dup", message.dup);
    json.member("mid", message.packet_id);
    write_properties(json.key("properties"), arrival.properties());
    write_security(json, arrival.verdict);
    json.end_object();
    return json.text();
}

} // namespace mqttx::app::sub
