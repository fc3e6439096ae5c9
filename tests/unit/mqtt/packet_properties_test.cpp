// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/library.hpp"
#include "common/mqtt/packet_properties.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

namespace {

int command_of(PropertyPacket packet) {
    int command = 0;
    ::mosquitto_string_to_command(std::string{word(packet)}.c_str(), &command);
    return command;
}

/// Some value of the kind that every property of the kind can have.
Property some(const PropertyKind& kind) {
    switch (kind.type) {
    case PropertyType::text:
        return {kind.identifier, std::string{"text"}};
    case PropertyType::binary:
        return {kind.identifier, Bytes{0, 255}};
    case PropertyType::pair:
        return {kind.identifier, std::pair<std::string, std::string>{"key", "value"}};
    default:
        return {kind.identifier, 1U};
    }
}

bool is_possible(PropertyPacket packet, const Property& property) {
    return !property_fault(packet, {}, property);
}

} // namespace

TEST_CASE("a packet has the properties that the library allows it, but for three") {
    for (const auto packet : property_packets) {
        for (int identifier = 0; identifier < 256; ++identifier) {
            const auto kind = property_kind(identifier);
            if (!kind) {
                continue;
            }
            const bool too_much = // the library does not ask who sends; a will has no reason
                (packet == PropertyPacket::disconnect && kind->name == "server-reference") ||
                (packet == PropertyPacket::publish && kind->name == "subscription-identifier") ||
                (packet == PropertyPacket::will && kind->name == "reason-string");
            const bool allowed =
                ::mosquitto_property_check_command(command_of(packet), identifier) ==
                    MOSQ_ERR_SUCCESS &&
                !too_much;
            CAPTURE(word(packet));
            CAPTURE(kind->name);
            CHECK(is_possible(packet, some(*kind)) == allowed);
        }
    }
}

TEST_CASE("numbers have the ranges of MQTT 5") {
    using namespace property_id;
    const auto takes = [](PropertyPacket packet, int identifier, std::uint32_t number) {
        return is_possible(packet, {identifier, number});
    };
    CHECK_FALSE(takes(PropertyPacket::connect, receive_maximum, 0));
    CHECK(takes(PropertyPacket::connect, receive_maximum, 65535));
    CHECK_FALSE(takes(PropertyPacket::connect, receive_maximum, 65536));
    CHECK_FALSE(takes(PropertyPacket::publish, payload_format_indicator, 2));
    CHECK_FALSE(takes(PropertyPacket::publish, topic_alias, 0));
    CHECK(takes(PropertyPacket::publish, message_expiry_interval, 0xFFFFFFFF));
    CHECK(takes(PropertyPacket::subscribe, subscription_identifier, 268'435'455));
    CHECK_FALSE(takes(PropertyPacket::subscribe, subscription_identifier, 268'435'456));
}

TEST_CASE("texts are what MQTT can carry, and a response topic names one topic") {
    using namespace property_id;
    const auto takes = [](int identifier, std::string text) {
        return is_possible(PropertyPacket::publish, {identifier, std::move(text)});
    };
    CHECK(takes(content_type, ""));
    CHECK(takes(content_type, std::string(65535, 'x')));
    CHECK_FALSE(takes(content_type, std::string(65536, 'x')));
    CHECK_FALSE(takes(content_type, "\xFF"));
    CHECK_FALSE(takes(content_type, std::string{"a\0b", 3}));
    CHECK(takes(response_topic, "a/b"));
    CHECK_FALSE(takes(response_topic, "a/#"));
    CHECK_FALSE(takes(response_topic, ""));
}

TEST_CASE("user properties alone may repeat") {
    const Properties others{
        {property_id::content_type, std::string{"x"}},
        {property_id::user_property, std::pair<std::string, std::string>{"k", "v"}}};
    CHECK(property_fault(PropertyPacket::publish, others, others[0]).has_value());
    CHECK_FALSE(property_fault(PropertyPacket::publish, others, others[1]).has_value());
}

} // namespace mqttx::mqtt
