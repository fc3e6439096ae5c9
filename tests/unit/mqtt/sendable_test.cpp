// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/sendable.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mqttx::mqtt;

namespace {

std::string levels(int count) {
    std::string topic = "a";
    while (--count > 0) {
        topic += "/a";
    }
    return topic;
}

} // namespace

TEST_CASE("a string of a packet has at most 65,535 bytes of UTF-8 without controls") {
    CHECK_FALSE(text_fault(""));
    CHECK_FALSE(text_fault("caf\xC3\xA9 \xF0\x9F\x98\x80"));
    CHECK_FALSE(text_fault(std::string(65535, 'x')));
    CHECK(text_fault(std::string(65536, 'x')) == "has 65536 bytes: MQTT carries at most 65535");
    CHECK(text_fault(std::string(1, '\0')) == "holds a NUL byte: MQTT text may not");
    CHECK(text_fault("\xFF") == "is not valid UTF-8");
    CHECK(text_fault("\xED\xA0\x80") == "is not valid UTF-8");
    CHECK(text_fault("a\tb") == "holds the character U+0009, which brokers refuse");
    CHECK(text_fault("\xC2\x85") == "holds the character U+0085, which brokers refuse");
    CHECK(text_fault("\xEF\xBF\xBE") == "holds the character U+FFFE, which brokers refuse");
}

TEST_CASE("topics and filters that Mosquitto ends a connection over are refused") {
    CHECK_FALSE(sendable_topic_fault("a/b"));
    CHECK(sendable_topic_fault("") == "it is empty");
    CHECK(sendable_topic_fault("a/+") == "'+' is for filters, a topic name is one topic");
    CHECK(sendable_topic_fault("a\x01") == "it holds the character U+0001, which brokers refuse");
    CHECK_FALSE(sendable_filter_fault("a/+/#"));
    CHECK(
        sendable_filter_fault("a/\x7F/#") == "it holds the character U+007F, which brokers refuse"
    );
    CHECK(sendable_filter_fault("a/#/b") == "'#' must be the last level");
}

TEST_CASE("a topic with more levels than Mosquitto takes, or the broker's own, is doubtful") {
    CHECK_FALSE(publish_doubt(levels(201)));
    CHECK(
        publish_doubt(levels(202)) ==
        "it has 202 levels, and Mosquitto ends the connection over more than 201"
    );
    CHECK(filter_doubt(levels(202)).has_value());
    CHECK(
        publish_doubt("$SYS/broker/uptime") ==
        "it belongs to the broker, and most ignore what a client publishes there"
    );
    CHECK_FALSE(filter_doubt("$SYS/#"));
    CHECK_FALSE(publish_doubt("$SYSTEM"));
}
