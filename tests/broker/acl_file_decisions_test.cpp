// SPDX-License-Identifier: Apache-2.0
// Random permission files: what `check` says of each client and topic is what the broker does.
#include "common/acl/acl_file.hpp"
#include "common/acl/acl_file_policy.hpp"
#include "tests/broker/agreement.hpp"
#include "tests/broker/random_topics.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

using namespace mqttx;
using test::RandomTopics;

namespace {

/// Without an access word a topic cannot hold a blank.
std::string random_rule(RandomTopics& any) {
    const bool is_pattern = any.one_in(4);
    const auto filter = any.filter(is_pattern || any.one_in(8));
    auto access = any.of({"read ", "write ", "readwrite ", "deny ", ""});
    if (access.empty() && filter.find(' ') != std::string::npos) {
        access = "read ";
    }
    return (is_pattern ? "pattern " : "topic ") + access + filter + "\n";
}

std::string random_file(RandomTopics& any) {
    std::string text;
    for (int count = any.up_to(3); count > 0; --count) {
        text += random_rule(any);
    }
    for (int sections = any.up_to(4); sections > 0; --sections) {
        text += "user " + any.of(test::user_names) + "\n";
        for (int count = any.up_to(6); count > 0; --count) {
            text += random_rule(any);
        }
    }
    return text +
           "user the admin\ntopic readwrite #\ntopic readwrite $x/#\ntopic readwrite $SYS/#\n"
           "topic readwrite $SYSTEM/#\n";
}

} // namespace

TEST_CASE("10,000 random decisions are those of Mosquitto 2.0") {
    constexpr unsigned seed = 20221127;
    RandomTopics any{seed};
    int cases = 0;
    while (cases < 10'000) {
        const auto text = random_file(any);
        CAPTURE(seed);
        CAPTURE(text);
        const auto file = acl::read_acl_file(text);
        REQUIRE(file.refused_line() == nullptr);
        const auto policy = acl::policy_of(file);
        const test::Folder folder;
        const test::LiveBroker broker{
            "allow_anonymous true\nacl_file " + folder.write("acl", text) + "\n"};
        test::Agreement agreement{
            broker.port(),
            policy,
            acl::Broker::mosquitto_2_0,
            {.id = "the admin", .user = "the admin"}};
        for (int clients = 0; clients < 10; ++clients) {
            const test::Login login{.id = any.of(test::client_ids), .user = any.user()};
            agreement.compare(login, any.topics(15), any.filters(12), any.engine());
        }
        for (const auto& difference : agreement.disagreements()) {
            FAIL_CHECK(difference);
        }
        cases += agreement.cases();
    }
}
