// SPDX-License-Identifier: Apache-2.0
#include "common/topic/validity.hpp"

#include <doctest/doctest.h>
#include <mosquitto.h>

#include <ostream>

using namespace mqttx::topic;

namespace {

std::string encoded(char32_t point) {
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
    };
    if (point < 0x80) {
        return {static_cast<char>(point)};
    }
    if (point < 0x800) {
        return {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
    }
    if (point < 0x10000) {
        return {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

} // namespace

TEST_CASE("a topic name is any non-empty MQTT string without wildcards") {
    for (const std::string name :
         {"a", "/", "//", "a b", "$SYS/x", "$share/g/x", "caf\xC3\xA9", " "}) {
        CHECK_FALSE(topic_name_fault(name));
    }
    CHECK_FALSE(topic_name_fault(std::string(65535, 'a')));
    CHECK(topic_name_fault("") == "it is empty");
    CHECK(topic_name_fault("a/+") == "'+' is for filters, a topic name is one topic");
    CHECK(topic_name_fault("a#") == "'#' is for filters, a topic name is one topic");
    CHECK(topic_name_fault("\xC0\xAF") == "it is not valid UTF-8");
    CHECK(topic_name_fault(std::string("a\0b", 3)) == "it holds the character U+0000");
    CHECK(topic_name_fault(std::string(65536, 'a')) == "it has 65536 bytes, the limit is 65535");
}

TEST_CASE("a wildcard fills its level, and '#' is the last one") {
    for (const std::string filter :
         {"#", "+", "+/#", "/#", "/+/#", "+/+", "a/+/b/#", "a//+", "$SYS/#"}) {
        CHECK_FALSE(topic_filter_fault(filter));
    }
    CHECK(topic_filter_fault("") == "it is empty");
    CHECK(topic_filter_fault("a#") == "'#' must be a whole level");
    CHECK(topic_filter_fault("a/#b") == "'#' must be a whole level");
    CHECK(topic_filter_fault("##") == "'#' must be a whole level");
    CHECK(topic_filter_fault("a+/b") == "'+' must be a whole level");
    CHECK(topic_filter_fault("+a") == "'+' must be a whole level");
    CHECK(topic_filter_fault("a/#/b") == "'#' must be the last level");
    CHECK(topic_filter_fault("#/") == "'#' must be the last level");
    CHECK(topic_filter_fault("#/#") == "'#' must be the last level");
}

TEST_CASE("a shared subscription has a group and a filter") {
    CHECK_FALSE(topic_filter_fault("$share/g/#"));
    CHECK_FALSE(topic_filter_fault("$share/g//"));
    CHECK_FALSE(topic_filter_fault("$share"));
    CHECK_FALSE(topic_filter_fault("$shared/x"));
    CHECK(topic_filter_fault("$share//a") == "the group of the shared subscription is empty");
    CHECK(topic_filter_fault("$share/") == "the group of the shared subscription is empty");
    CHECK(topic_filter_fault("$share/g") == "a shared subscription is written $share/group/filter");
    CHECK(
        topic_filter_fault("$share/g/") == "a shared subscription is written $share/group/filter"
    );
    CHECK(
        topic_filter_fault("$share/+/a") ==
        "the group of a shared subscription may not hold '+' or '#'"
    );
    CHECK(topic_filter_fault("$share/g/a#") == "'#' must be a whole level");

    const auto shared = shared_subscription("$share/g/a/#");
    REQUIRE(shared);
    CHECK(shared->group == "g");
    CHECK(shared->filter == "a/#");
    CHECK_FALSE(shared_subscription("$share/g"));
    CHECK_FALSE(shared_subscription("a/b"));
    CHECK(without_share("$share/g/a/#") == "a/#");
    CHECK(without_share("a/#") == "a/#");
}

TEST_CASE("control characters and noncharacters are allowed but doubtful") {
    CHECK_FALSE(doubtful_character("plain/caf\xC3\xA9"));
    CHECK(doubtful_character("a\tb") == "U+0009");
    CHECK(doubtful_character("a\x7F") == "U+007F");
    CHECK(doubtful_character("\xC2\x85") == "U+0085");
    CHECK(doubtful_character("\xEF\xB7\x90") == "U+FDD0");
    CHECK(doubtful_character("\xF4\x8F\xBF\xBF") == "U+10FFFF");
    CHECK_FALSE(doubtful_character("\xEF\xBF\xBD"));
}

TEST_CASE("a misplaced wildcard is found in any bytes") {
    CHECK_FALSE(misplaced_wildcard("a/+/#"));
    CHECK_FALSE(misplaced_wildcard(""));
    CHECK(misplaced_wildcard("a/#/b")->offset == 2);
    CHECK(misplaced_wildcard("\xFF/b+")->offset == 3);
    CHECK(misplaced_wildcard("\xFF/b+")->reason == "'+' must be a whole level");
}

TEST_CASE("libmosquitto refuses what is doubtful, and nothing else") {
    for (char32_t point = 1; point <= 0x10FFFF; ++point) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        const auto text = encoded(point);
        const bool refused =
            mosquitto_validate_utf8(text.c_str(), static_cast<int>(text.size())) != 0;
        if (refused != doubtful_character(text).has_value()) {
            FAIL_CHECK(static_cast<unsigned>(point));
        }
    }
}
