// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/mosquitto_json.hpp"

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/io/json_text.hpp"
#include "common/io/json_writer.hpp"

namespace mqttx::app::sub {

namespace {

using UserProperty = std::pair<std::string, std::string>;

struct ValueWriter {
    io::JsonWriter& json;
    std::string_view name;

    void operator()(std::uint32_t number) const { json.member(name, number); }

    void operator()(const std::string& text) const { json.member(name, text); }

    void operator()(const Bytes& bytes) const {
        if (is_utf8(as_text(bytes))) {
            json.member(name, as_text(bytes));
        } else {
            json.member(cat(name, "_b64"), to_base64(bytes));
        }
    }

    void operator()(const UserProperty& /*property*/) const {} // all of them are one object
};

void write_user_properties(io::JsonWriter& json, const mqtt::Properties& properties) {
    json.key("user-properties").begin_object();
    for (const auto& property : properties) {
        if (const auto* const pair = std::get_if<UserProperty>(&property.value)) {
            json.member(pair->first, pair->second);
        }
    }
    json.end_object();
}

void write_properties(io::JsonWriter& json, const mqtt::Properties& properties) {
    json.key("properties").begin_object();
    bool user_written = false;
    for (const auto& property : properties) {
        if (std::holds_alternative<UserProperty>(property.value) && !user_written) {
            user_written = true;
            write_user_properties(json, properties);
        } else if (const auto kind = mqtt::property_kind(property.identifier)) {
            std::visit(ValueWriter{json, kind->name}, property.value);
        }
    }
    json.end_object();
}

void write_payload(io::JsonWriter& json, std::string_view payload, Embed embed) {
    const auto inner =
        embed == Embed::as_json && !payload.empty() ? io::compact_json(payload) : std::nullopt;
    if (payload.empty()) {
        json.key("payload").null();
    } else if (inner) {
        json.key("payload").raw(*inner);
    } else if (is_utf8(payload)) {
        json.member("payload", payload);
    } else {
        json.member("payload_b64", to_base64(as_bytes(payload)));
    }
}

/// "2026-01-31T12:00:00.000000Z+0100": a Z and the offset, that is how it is.
std::string time_stamp(const timespec& time) {
    const auto microseconds = std::to_string(1'000'000 + time.tv_nsec / 1000).substr(1);
    return cat(local_time(time, "%Y-%m-%dT%H:%M:%S."), microseconds, 'Z', local_time(time, "%z"));
}

} // namespace

std::string mosquitto_json(const Arrival& arrival, Embed embed, bool pretty) {
    const auto& message = arrival.message;
    const auto content = as_text(arrival.content());
    io::JsonWriter json;
    json.begin_object().member("tst", time_stamp(arrival.time)).member("topic", message.topic);
    json.member("qos", message.qos).member("retain", message.retain ? 1 : 0);
    json.member("payloadlen", content.size());
    if (message.qos > 0) {
        json.member("mid", message.packet_id);
    }
    if (const auto properties = arrival.properties(); !properties.empty()) {
        write_properties(json, properties);
    }
    write_payload(json, content, embed);
    json.end_object();
    return pretty ? io::pretty_json(json.text()) : json.text();
}

} // namespace mqttx::app::sub
