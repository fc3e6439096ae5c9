// SPDX-License-Identifier: Apache-2.0
#include "common/topic/match.hpp"
#include "tests/unit/topic/small_world.hpp"

#include <doctest/doctest.h>
#include <mosquitto.h>

#include <ostream>

using namespace mqttx::topic;

TEST_CASE("the examples of MQTT 5 section 4.7") {
    CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1"));
    CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1/ranking"));
    CHECK(matches("sport/#", "sport"));
    CHECK(matches("sport/tennis/+", "sport/tennis/player1"));
    CHECK_FALSE(matches("sport/tennis/+", "sport/tennis/player1/ranking"));
    CHECK_FALSE(matches("sport/+", "sport"));
    CHECK(matches("sport/+", "sport/"));
    CHECK(matches("+/+", "/finance"));
    CHECK(matches("/+", "/finance"));
    CHECK_FALSE(matches("+", "/finance"));
    CHECK_FALSE(matches("#", "$SYS/x"));
    CHECK_FALSE(matches("+/monitor/Clients", "$SYS/monitor/Clients"));
    CHECK(matches("$SYS/#", "$SYS/monitor/Clients"));
    CHECK(matches("a/+", "a/$SYS"));
    CHECK_FALSE(matches("ACCOUNTS", "Accounts"));
}

TEST_CASE("matching agrees with libmosquitto on more than a million filters and topics") {
    auto topics = small_world::topics();
    for (auto& deeper : small_world::texts({"a", "", "$x"}, 5)) {
        topics.push_back(std::move(deeper));
    }
    std::erase(topics, "");
    int pairs = 0;
    for (const auto& filter : small_world::filters(4)) {
        for (const auto& name : topics) {
            bool expected = false;
            const int fault = mosquitto_topic_matches_sub(filter.c_str(), name.c_str(), &expected);
            if (fault != MOSQ_ERR_SUCCESS || matches(filter, name) != expected) {
                FAIL_CHECK("'", filter, "' and '", name, "'");
            }
            ++pairs;
        }
    }
    CHECK(pairs > 1'000'000);
}
