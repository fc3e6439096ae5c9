// SPDX-License-Identifier: Apache-2.0
#include "common/base/utf8.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;

TEST_CASE("UTF-8 is accepted in its shortest form only") {
    CHECK(is_utf8("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x94\x92"));
    CHECK_FALSE(is_utf8("\xC0\xAF"));         // "/" in two bytes
    CHECK_FALSE(is_utf8("\xE0\x80\xAF"));     // "/" in three
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));     // a surrogate
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80")); // beyond U+10FFFF
    CHECK_FALSE(is_utf8("\xE2\x82"));         // cut
    CHECK_FALSE(is_utf8("\x80"));             // a continuation alone
    CHECK_FALSE(is_utf8("\xFF"));
    CHECK(decode_utf8("\xE2\x82\xAC!")->value == U'\u20AC');
    CHECK(decode_utf8("\xE2\x82\xAC!")->length == 3);
}

TEST_CASE("an MQTT string has a length of two bytes and no NUL") {
    CHECK(is_mqtt_string(std::string(65535, 'a')));
    CHECK_FALSE(is_mqtt_string(std::string(65536, 'a')));
    CHECK_FALSE(is_mqtt_string(std::string("a\0b", 3)));
    CHECK_FALSE(is_mqtt_string("\xC0\xAF"));
}

TEST_CASE("what a terminal may act on is unsafe to show") {
    for (const char32_t point :
         {U'\0', U'\x1B', U'\x7F', U'\u009B', U'\u202E', U'\u2066', U'\u200B', U'\uFEFF'}) {
        CHECK(is_unsafe_to_show(point));
    }
    for (const char32_t point : {U' ', U'~', U'\u00A0', U'\u00E9', U'\u20AC'}) {
        CHECK_FALSE(is_unsafe_to_show(point));
    }
}
