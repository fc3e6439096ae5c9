// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/reason_codes.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

TEST_CASE("codes are written with their number and their words") {
    CHECK(describe_code(0x87, true) == "0x87 not authorized");
    CHECK(describe_code(0x10, true) == "0x10 no matching subscribers");
    CHECK(describe_code(0xC3, true) == "0xc3 unknown reason code");
    CHECK(describe_code(5, false) == "5 not authorized");
    CHECK(describe_code(9, false) == "9 reserved return code");
    CHECK(return_code_text(0) == "accepted");
    CHECK(reason_code_text(0xA2) == "wildcard subscriptions not supported");
}

TEST_CASE("every reason code of MQTT 5 from 0x80 has words") {
    for (int code = 0x80; code <= 0xA2; ++code) {
        CAPTURE(code);
        CHECK(reason_code_text(code) != "unknown reason code");
    }
}

TEST_CASE("a CONNACK refuses who we are, or refuses for now") {
    const auto kind = [](int code, bool mqtt5) {
        return connack_fault(code, mqtt5, "b:1", {}).kind();
    };
    for (const int code : {0x85, 0x86, 0x87, 0x8A, 0x8C}) {
        CHECK(kind(code, true) == ErrorKind::identity);
    }
    for (const int code : {0x80, 0x84, 0x88, 0x89, 0x97, 0x9C, 0x9D, 0x9F, 0xFF}) {
        CHECK(kind(code, true) == ErrorKind::unavailable);
    }
    for (const int code : {2, 4, 5}) {
        CHECK(kind(code, false) == ErrorKind::identity);
    }
    for (const int code : {1, 3, 6, 9}) {
        CHECK(kind(code, false) == ErrorKind::unavailable);
    }
}

TEST_CASE("a refusal carries the broker's own words and numbers") {
    const auto fault = connack_fault(0x87, true, "broker:1883", "not on Sundays");
    CHECK(
        std::string{fault.what()} ==
        "broker:1883 refused the connection: 0x87 not authorized (\"not on Sundays\")"
    );
    CHECK(fault.facts().mqtt_reason == 0x87);
    CHECK(fault.facts().reason_string == "not on Sundays");
    CHECK_FALSE(fault.hint().empty());
}

TEST_CASE("after a server's DISCONNECT we come again, or say why not") {
    for (const int code : {0x00, 0x80, 0x83, 0x89, 0x8B, 0x8D, 0x96, 0x97, 0x98, 0x9F, 0xA0}) {
        CHECK(disconnect_allows_reconnect(code));
    }
    for (const int code : {0x81, 0x82, 0x87, 0x8C, 0x8E, 0x8F, 0x93, 0x9C, 0x9D, 0xA1}) {
        CHECK_FALSE(disconnect_allows_reconnect(code));
    }
    CHECK(disconnect_fault(0x87, "b").kind() == ErrorKind::identity);
    CHECK(disconnect_fault(0x8C, "b").kind() == ErrorKind::identity);
    CHECK(disconnect_fault(0x8E, "b").kind() == ErrorKind::identity);
    CHECK(disconnect_fault(0x9C, "b").kind() == ErrorKind::unavailable);
    CHECK(disconnect_fault(0x9D, "b").kind() == ErrorKind::unavailable);
    CHECK(disconnect_fault(0x93, "b").kind() == ErrorKind::denied);
    CHECK(disconnect_fault(0x8E, "b").hint().starts_with("client id in use?"));
}

TEST_CASE("some refusals are a matter of permissions") {
    CHECK(lacks_permission(0x87));
    CHECK(lacks_permission(0x80));
    CHECK_FALSE(lacks_permission(0x97));
    CHECK_FALSE(lacks_permission(0x8F));
}

} // namespace mqttx::mqtt
