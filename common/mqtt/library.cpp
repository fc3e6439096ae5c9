// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/library.hpp"

#include "common/base/handle.hpp"

#include <cstdlib>

namespace mqttx::mqtt {

namespace {

using Text = Handle<char, &std::free>;

/// Adds a value to a list as its property's kind demands.
struct ValueAdder {
    mosquitto_property*& head;
    PropertyKind kind;

    void operator()(std::uint32_t number) const {
        switch (kind.type) {
        case PropertyType::byte:
            ::mosquitto_property_add_byte(
                &head, kind.identifier, static_cast<std::uint8_t>(number)
            );
            break;
        case PropertyType::two_bytes:
            ::mosquitto_property_add_int16(
                &head, kind.identifier, static_cast<std::uint16_t>(number)
            );
            break;
        case PropertyType::variable:
            ::mosquitto_property_add_varint(&head, kind.identifier, number);
            break;
        default:
            ::mosquitto_property_add_int32(&head, kind.identifier, number);
        }
    }

    void operator()(const std::string& text) const {
        ::mosquitto_property_add_string(&head, kind.identifier, text.c_str());
    }

    void operator()(const Bytes& bytes) const {
        ::mosquitto_property_add_binary(
            &head, kind.identifier, bytes.data(), static_cast<std::uint16_t>(bytes.size())
        );
    }

    void operator()(const std::pair<std::string, std::string>& pair) const {
        ::mosquitto_property_add_string_pair(
            &head, kind.identifier, pair.first.c_str(), pair.second.c_str()
        );
    }
};

std::uint32_t read_number(const mosquitto_property* property, const PropertyKind& kind) {
    std::uint8_t byte = 0;
    std::uint16_t two_bytes = 0;
    std::uint32_t number = 0;
    switch (kind.type) {
    case PropertyType::byte:
        ::mosquitto_property_read_byte(property, kind.identifier, &byte, false);
        return byte;
    case PropertyType::two_bytes:
        ::mosquitto_property_read_int16(property, kind.identifier, &two_bytes, false);
        return two_bytes;
    case PropertyType::variable:
        ::mosquitto_property_read_varint(property, kind.identifier, &number, false);
        return number;
    default:
        ::mosquitto_property_read_int32(property, kind.identifier, &number, false);
        return number;
    }
}

Property read_property(const mosquitto_property* property, const PropertyKind& kind) {
    char* first = nullptr;
    char* second = nullptr;
    void* data = nullptr;
    std::uint16_t size = 0;
    switch (kind.type) {
    case PropertyType::text: {
        ::mosquitto_property_read_string(property, kind.identifier, &first, false);
        const Text text{first};
        return {kind.identifier, std::string{text ? text.get() : ""}};
    }
    case PropertyType::binary: {
        ::mosquitto_property_read_binary(property, kind.identifier, &data, &size, false);
        const Handle<void, &std::free> bytes{data};
        const auto* const begin = static_cast<const std::uint8_t*>(data);
        return {kind.identifier, data != nullptr ? Bytes{begin, begin + size} : Bytes{}};
    }
    case PropertyType::pair: {
        ::mosquitto_property_read_string_pair(property, kind.identifier, &first, &second, false);
        const Text name{first};
        const Text value{second};
        return {
            kind.identifier,
            std::pair{std::string{name ? name.get() : ""}, std::string{value ? value.get() : ""}}};
    }
    default:
        return {kind.identifier, read_number(property, kind)};
    }
}

} // namespace

void PropertyList::add(const Property& property) {
    if (const auto kind = property_kind(property.identifier)) {
        std::visit(ValueAdder{head_, *kind}, property.value);
    }
}

Properties read_properties(const mosquitto_property* list) {
    Properties properties;
    for (; list != nullptr; list = ::mosquitto_property_next(list)) {
        // Reading by identifier starts at the given element, so the first hit is this very element.
        if (const auto kind = property_kind(::mosquitto_property_identifier(list))) {
            properties.push_back(read_property(list, *kind));
        }
    }
    return properties;
}

std::string reason_string_of(const mosquitto_property* list) {
    return text_of(read_properties(list), MQTT_PROP_REASON_STRING).value_or("");
}

Connack read_connack(int code, int flags, const mosquitto_property* list) {
    const auto properties = read_properties(list);
    Connack connack;
    connack.code = code;
    connack.session_present = (flags & 1) != 0;
    connack.receive_maximum =
        number_of(properties, MQTT_PROP_RECEIVE_MAXIMUM).value_or(connack.receive_maximum);
    connack.maximum_packet_size =
        number_of(properties, MQTT_PROP_MAXIMUM_PACKET_SIZE).value_or(connack.maximum_packet_size);
    connack.topic_alias_maximum =
        number_of(properties, MQTT_PROP_TOPIC_ALIAS_MAXIMUM).value_or(connack.topic_alias_maximum);
    connack.maximum_qos =
        static_cast<int>(number_of(properties, MQTT_PROP_MAXIMUM_QOS).value_or(2));
    connack.retain_available = number_of(properties, MQTT_PROP_RETAIN_AVAILABLE).value_or(1) != 0;
    connack.wildcards_available =
        number_of(properties, MQTT_PROP_WILDCARD_SUB_AVAILABLE).value_or(1) != 0;
    connack.subscription_identifiers_available =
        number_of(properties, MQTT_PROP_SUBSCRIPTION_ID_AVAILABLE).value_or(1) != 0;
    connack.shared_subscriptions_available =
        number_of(properties, MQTT_PROP_SHARED_SUB_AVAILABLE).value_or(1) != 0;
    if (const auto seconds = number_of(properties, MQTT_PROP_SERVER_KEEP_ALIVE)) {
        connack.keepalive = static_cast<int>(*seconds);
    }
    connack.assigned_client_id =
        text_of(properties, MQTT_PROP_ASSIGNED_CLIENT_IDENTIFIER).value_or("");
    connack.reason_string = text_of(properties, MQTT_PROP_REASON_STRING).value_or("");
    connack.other_server = text_of(properties, MQTT_PROP_SERVER_REFERENCE).value_or("");
    connack.session_expiry = number_of(properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL);
    return connack;
}

} // namespace mqttx::mqtt
