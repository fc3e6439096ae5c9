// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/probe_plan.hpp"
#include "common/acl/acl_file_policy.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;
using namespace mqttx::acl;
using app::ProbeQuestion;

namespace {

std::vector<ProbeQuestion>
plan(std::string_view before, std::string_view after, const std::vector<Client>& clients) {
    const auto old_file = read_acl_file(before);
    const auto old_policy = policy_of(old_file);
    const auto new_file = read_acl_file(after);
    const auto new_policy = policy_of(new_file);
    const std::vector<Reading> old_readings{
        {old_policy, Broker::mosquitto_2_1}, {old_policy, Broker::mosquitto_2_0}};
    const std::vector<Reading> new_readings{
        {new_policy, Broker::mosquitto_2_1}, {new_policy, Broker::mosquitto_2_0}};
    return app::probe_plan(old_readings, new_readings, clients, "unused/topic");
}

std::vector<ProbeQuestion> plan(std::string_view before, std::string_view after) {
    return plan(before, after, {{"a", "id"}});
}

} // namespace

TEST_CASE("asked are a topic that is denied, and one about which the files differ") {
    const auto questions = plan("user a\ntopic write x/+\n", "user a\ntopic write y\n");
    REQUIRE(questions.size() == 2);
    CHECK(questions[0].topic == "unused/topic");
    CHECK(questions[0].before == false);
    CHECK_FALSE(questions[0].after);
    CHECK_FALSE(questions[0].tells_files_apart());
    CHECK(questions[1].topic.starts_with("x/"));
    CHECK(questions[1].before == true);
    CHECK_FALSE(questions[1].after);
    CHECK(questions[1].tells_files_apart());
}

TEST_CASE("a right that is gained tells the files apart where none is lost") {
    const auto questions = plan("user a\n", "user a\ntopic write y\n");
    REQUIRE(questions.size() == 2);
    CHECK(questions[1].topic == "y");
    CHECK(questions[1].after);
}

TEST_CASE("nothing is asked that says nothing") {
    CHECK(plan("", "user a\ntopic read y\n").size() == 1); // publishing alone is asked about
    CHECK(plan("user a\ntopic write #\n", "user a\ntopic write #\n").empty());
    CHECK(plan("user a\ntopic write $x/1\n", "user a\n").size() == 1); // the broker's own topics
}

TEST_CASE("where the unused topic is allowed, a denied one is looked for") {
    const auto questions =
        plan("user a\ntopic write #\n", "user a\ntopic write #\ntopic deny safe/#\n");
    REQUIRE(questions.size() == 2);
    CHECK(questions[0].topic.starts_with("safe"));
    CHECK(questions[0].before == true);
}

TEST_CASE("only what every version and every name agree on is asked") {
    // 2.0 puts the name in the middle of a level, 2.1 does not.
    CHECK(plan("", "pattern write x%u\n").size() == 1);
    CHECK(plan("", "user a\ntopic write y\n", {{"a", "id"}, {std::nullopt, "id"}}).size() == 1);
    CHECK(
        plan(
            "", "topic write y\nuser a\ntopic write y\n", {{"a", "id"}, {std::nullopt, "id"}}
        ).size() == 2
    );
}

TEST_CASE("without a former file nothing tells the files apart") {
    const auto file = read_acl_file("user a\ntopic write y\n");
    const auto policy = policy_of(file);
    const std::vector<Reading> readings{{policy, Broker::mosquitto_2_0}};
    const std::vector<Client> clients{{"a", "id"}};
    const auto questions = app::probe_plan({}, readings, clients, "unused/topic");
    REQUIRE(questions.size() == 1);
    CHECK_FALSE(questions[0].before);
}
