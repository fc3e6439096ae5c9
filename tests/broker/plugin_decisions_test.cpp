// SPDX-License-Identifier: Apache-2.0
// Random native files: what `check` says of each client and topic is what mosquitto does with our
// plugin.
#include "common/acl/native_file.hpp"
#include "tests/broker/agreement.hpp"
#include "tests/broker/random_topics.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>

using namespace mqttx;
using test::RandomTopics;

namespace {

std::string list_of(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) {
        list += (list.empty() ? "['" : ", '") + name + "'";
    }
    return list + "]";
}

/// A deny is never for the admin, who must see everything.
std::string random_subject(RandomTopics& any, bool deny) {
    const auto user = "{ user = '" + any.of(test::user_names) + "' }";
    const auto id = "{ client-id = '" + any.of({"a", "c", "a*", "*", "$*"}) + "' }";
    const auto both = "{ user = " + list_of(test::user_names) + ", client-id = '" +
                      any.of(test::client_ids) + "' }";
    if (deny) {
        return any.of(
            {user,
             both,
             "{ client-id = " + list_of(test::client_ids) + " }",
             "{ anonymous = true }",
             "{ role = 'some' }"}
        );
    }
    return any.of(
        {user,
         id,
         both,
         "{ any = true }",
         "{ authenticated = true }",
         "{ anonymous = true }",
         "[" + user + ", { role = 'some' }]"}
    );
}

std::string random_topic(RandomTopics& any) {
    auto filter = any.filter(false);
    for (const auto* level : {"%u", "xa"}) {
        if (const auto at = filter.find(level); at != std::string::npos && any.one_in(2)) {
            const bool whole = (at == 0 || filter[at - 1] == '/') &&
                               (at + 2 == filter.size() || filter[at + 2] == '/');
            if (whole) {
                filter.replace(at, 2, any.of({"${username}", "${client-id}", "${cert-cn}"}));
            }
        }
    }
    return filter;
}

std::string random_rule(RandomTopics& any) {
    const bool deny = any.one_in(3);
    const auto operation = any.of({"publish", "subscribe", "both", "both"});
    std::string text = "[[rule]]\nsubject = " + random_subject(any, deny) + "\neffect = '" +
                       (deny ? "deny" : "allow") + "'\noperation = '" + operation +
                       "'\ntopic = ['" + random_topic(any) + "', '" + random_topic(any) + "']\n";
    text += any.one_in(2) ? "qos = " + any.of({"0", "[0, 1]", "[1, 2]", "2", "'all'"}) + "\n" : "";
    if (operation != "subscribe") {
        text += any.one_in(2) ? "retain = '" + any.of({"any", "only", "never"}) + "'\n" : "";
    }
    if (operation != "publish" && !deny) {
        text += any.one_in(2) ? "share = " + any.of({"'any'", "['g']", "'never'"}) + "\n" : "";
    }
    return text;
}

std::string random_file(RandomTopics& any) {
    std::string text = "format = 'mqttx-acl/1'\n[role.some]\nmembers = [{ user = '" +
                       any.of(test::user_names) + "' }, { client-id = '" +
                       any.of(test::client_ids) + "' }]\n";
    for (int count = any.up_to(9); count > 0; --count) {
        text += random_rule(any);
    }
    return text + "[[rule]]\nsubject = { user = 'the admin' }\neffect = 'allow'\n"
                  "operation = 'both'\ntopic = ['#', '$x/#', '$SYS/#', '$SYSTEM/#']\n";
}

/// Nobody publishes there, whatever the file says: mosquitto does not ask the plugin.
/// Each topic once: what arrives tells the QoS of one message, not of two.
std::vector<std::string> without_system(std::vector<std::string> topics) {
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    std::erase_if(topics, [](const auto& topic) { return topic.starts_with("$SYS"); });
    return topics;
}

} // namespace

TEST_CASE("the decisions about 200 random files are those of the plugin") {
    constexpr unsigned seed = 20221127;
    RandomTopics any{seed};
    int cases = 0;
    for (int files = 0; files < 200; ++files) {
        const auto text = random_file(any);
        CAPTURE(text);
        REQUIRE(acl::read_native(text).faults.empty());
        const auto policy = acl::policy_of(acl::read_native(text));
        const test::Folder folder;
        const test::LiveBroker broker{
            "allow_anonymous true\nplugin " MQTTX_ACL_PLUGIN
            "\nplugin_opt_log_denied false\nplugin_opt_file " +
            folder.write("acl", text) + "\n"};
        test::Agreement agreement{
            broker.port(), policy, acl::Broker::strict, {.id = "the admin", .user = "the admin"}};
        for (int clients = 0; clients < 3; ++clients) {
            const test::Login login{.id = any.of(test::client_ids), .user = any.user()};
            agreement.compare(login, without_system(any.topics(12)), any.filters(8), any.engine());
        }
        for (const auto& difference : agreement.disagreements()) {
            FAIL_CHECK(difference);
        }
        cases += agreement.cases();
    }
    CHECK(cases > 8'000);
}
