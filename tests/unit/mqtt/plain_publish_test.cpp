// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/plain_publish.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

namespace mqttx::mqtt {

namespace {

using namespace std::string_literals;

std::optional<PlainPublish> at(const std::string& bytes, bool mqtt5 = true) {
    return plain_publish_at(as_bytes(bytes), mqtt5);
}

} // namespace

TEST_CASE("a plain PUBLISH is taken whole, and no more than it") {
    const auto input = "\x30\x08\0\3a/b\0hi\x30\x02"s;
    const auto message = at(input);
    REQUIRE(message);
    CHECK(message->topic == "a/b");
    CHECK(as_text(message->payload) == "hi");
    CHECK_FALSE(message->retain);
    CHECK(message->size == 10);
    CHECK(at("\x31\x05\0\1a\0x"s)->retain);
    CHECK(at("\x30\x04\0\1ax"s, false)->payload.size() == 1); // MQTT 3 has no properties
    CHECK(at("\x30\x03\0\1a"s, false)->payload.empty());
    const auto large = at("\x30\xAC\x02\0\1a\0"s + std::string(296, 'p'));
    REQUIRE(large);
    CHECK(large->payload.size() == 296);
    CHECK(large->size == 303);
}

TEST_CASE("everything else is left to the library") {
    const auto whole = "\x30\x08\0\3a/b\0hi"s;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_FALSE(at(whole.substr(0, size)));
    }
    CHECK_FALSE(at("\x32\x07\0\1a\0\5\0x"s));             // QoS 1
    CHECK_FALSE(at("\x38\x05\0\1a\0x"s));                 // DUP without QoS
    CHECK_FALSE(at("\x30\x07\0\1a\2\1\1x"s));             // properties
    CHECK_FALSE(at("\x30\x04\0\0\0x"s));                  // an alias in the topic's place
    CHECK_FALSE(at("\x30\x05\0\1+\0x"s));                 // no topic name
    CHECK_FALSE(at("\x30\x06\0\2\xC3\xA4\0x"s));          // not ASCII
    CHECK_FALSE(at("\x30\x03\0\1a"s));                    // no room for the properties' length
    CHECK_FALSE(at("\x30\x05\0\xFF"s + "a\0x"s));         // a topic beyond the packet
    CHECK_FALSE(at("\x30\xFF\xFF\xFF\xFF\x01\0\1a\0x"s)); // a length of five bytes
    CHECK_FALSE(at("\x30\x01\0"s));
    CHECK_FALSE(at("\xD0\x00"s));
}

} // namespace mqttx::mqtt
