// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/library.hpp"
#include "common/mqtt/properties.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

namespace {

using Pair = std::pair<std::string, std::string>;

/// One of each property that a PUBLISH may carry, and repeated ones in an order of their own.
Properties of_a_publish() {
    return {
        {property_id::payload_format_indicator, 1U},
        {property_id::message_expiry_interval, 4'000'000'000U},
        {property_id::content_type, std::string{"text/plain"}},
        {property_id::response_topic, std::string{"answers/1"}},
        {property_id::correlation_data, Bytes{0, 255, 10}},
        {property_id::subscription_identifier, 268'435'455U},
        {property_id::user_property, Pair{"k", "1"}},
        {property_id::user_property, Pair{"", ""}},
        {property_id::user_property, Pair{"k", "2"}},
    };
}

} // namespace

TEST_CASE("properties are found by identifier and by mosquitto's name for them") {
    CHECK(property_kind(2)->name == "message-expiry-interval");
    CHECK(property_kind("user-property")->identifier == property_id::user_property);
    CHECK(property_kind("receive-maximum")->type == PropertyType::two_bytes);
    CHECK_FALSE(property_kind(4).has_value());
    CHECK_FALSE(property_kind("payload").has_value());
}

TEST_CASE("the library has the same names and kinds for all properties") {
    for (int identifier = 0; identifier < 256; ++identifier) {
        CAPTURE(identifier);
        const auto kind = property_kind(identifier);
        const char* const name = ::mosquitto_property_identifier_to_string(identifier);
        REQUIRE(kind.has_value() == (name != nullptr));
        if (!kind) {
            continue;
        }
        CHECK(kind->name == name);
        int found = 0;
        int type = 0;
        REQUIRE(::mosquitto_string_to_property_info(name, &found, &type) == MOSQ_ERR_SUCCESS);
        CHECK(found == identifier);
        CHECK(type == static_cast<int>(kind->type) + MQTT_PROP_TYPE_BYTE);
    }
}

TEST_CASE("properties go through the library unchanged, in their order") {
    PropertyList list;
    for (const auto& property : of_a_publish()) {
        list.add(property);
    }
    const auto read = read_properties(list.get());
    REQUIRE(read.size() == of_a_publish().size());
    for (std::size_t at = 0; at < read.size(); ++at) {
        CAPTURE(at);
        CHECK(read[at].identifier == of_a_publish()[at].identifier);
        CHECK(read[at].value == of_a_publish()[at].value);
    }
}

TEST_CASE("a property that MQTT 5 does not define is passed over") {
    PropertyList list;
    list.add({4, 1U});
    CHECK(list.get() == nullptr);
    CHECK(read_properties(nullptr).empty());
}

TEST_CASE("the first property of an identifier is found, when its value is of that kind") {
    const auto properties = of_a_publish();
    CHECK(number_of(properties, property_id::message_expiry_interval) == 4'000'000'000U);
    CHECK(text_of(properties, property_id::content_type) == "text/plain");
    CHECK_FALSE(text_of(properties, property_id::correlation_data).has_value());
    CHECK_FALSE(number_of(properties, property_id::receive_maximum).has_value());
}

TEST_CASE("the size in a packet is never more than what encoded_size says") {
    // 1+1, 1+4, 1+2+10, 1+2+9, 1+2+3, 1+4, and 1+2+2 with the pairs' texts, behind a length byte
    constexpr std::size_t exact = 1 + 2 + 5 + 13 + 12 + 6 + 5 + (5 + 2) + 5 + (5 + 2);
    CHECK(encoded_size(of_a_publish()) >= exact);
    CHECK(encoded_size(of_a_publish()) <= exact + 10);
    CHECK(encoded_size({}) >= 1);
}

TEST_CASE("a CONNACK without properties has the standard's defaults") {
    const auto silent = read_connack(0, 0, nullptr);
    CHECK(silent.receive_maximum == 65535);
    CHECK(silent.maximum_qos == 2);
    CHECK(silent.retain_available);
    CHECK_FALSE(silent.session_present);

    PropertyList list;
    list.add_number(MQTT_PROP_RECEIVE_MAXIMUM, 20);
    list.add_number(MQTT_PROP_MAXIMUM_QOS, 1);
    list.add_number(MQTT_PROP_RETAIN_AVAILABLE, 0);
    list.add_number(MQTT_PROP_MAXIMUM_PACKET_SIZE, 2000);
    list.add({MQTT_PROP_REASON_STRING, std::string{"why"}});
    list.add({MQTT_PROP_ASSIGNED_CLIENT_IDENTIFIER, std::string{"you"}});
    const auto connack = read_connack(0x87, 1, list.get());
    CHECK(connack.code == 0x87);
    CHECK(connack.session_present);
    CHECK(connack.receive_maximum == 20);
    CHECK(connack.maximum_qos == 1);
    CHECK_FALSE(connack.retain_available);
    CHECK(connack.maximum_packet_size == 2000);
    CHECK(connack.reason_string == "why");
    CHECK(connack.assigned_client_id == "you");
}

} // namespace mqttx::mqtt
