// SPDX-License-Identifier: Apache-2.0
// Random dynamic security files: what `check` says of each client and topic is what the plugin of
// Mosquitto 2.0 does.
#include "common/acl/dynsec.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "tests/broker/agreement.hpp"
#include "tests/broker/random_topics.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

using namespace mqttx;
using test::RandomTopics;

namespace {

const std::vector<std::string> names{"a", "b", "a/b", "$x"};
const std::vector<std::string> roles{"r1", "r2", "r3", "r4"};

/// "secret", hashed by PBKDF2-SHA512 in a single round: the hashing is not the matter here.
const std::string password_members =
    R"("salt":"bXF0dHggdGVzdHMu","iterations":1,"password":)"
    R"("fMc6HsBfxbChtOtZgC9nGSKYOVqefVGeekROa0+JYm2qxOLP6wA5uTV5XZY0KNSKQzuVA7OgoQYMC9DY+shLJw==")";

std::string truth_word(bool value) {
    return value ? "true" : "false";
}

std::string acl_entry(const std::string& type, const std::string& topic, int priority, bool allow) {
    return R"({"acltype":")" + type + R"(","topic":")" + topic + R"(","priority":)" +
           std::to_string(priority) + R"(,"allow":)" + truth_word(allow) + "}";
}

/// "[a,b]".
std::string array_of(const std::vector<std::string>& elements) {
    std::string text;
    for (const auto& element : elements) {
        text += (text.empty() ? "" : ",") + element;
    }
    return "[" + text + "]";
}

std::string role_links(RandomTopics& any) {
    std::vector<std::string> links;
    for (const auto& role : roles) {
        if (any.one_in(2)) {
            links.push_back(
                R"({"rolename":")" + role + R"(","priority":)" + std::to_string(any.up_to(2)) + "}"
            );
        }
    }
    return array_of(links);
}

std::string random_role(RandomTopics& any, const std::string& name) {
    std::vector<std::string> entries;
    for (int count = any.up_to(7); count > 0; --count) {
        const auto type = any.of(
            {"publishClientSend",
             "publishClientSend",
             "publishClientReceive",
             "subscribePattern",
             "subscribePattern",
             "subscribeLiteral"}
        );
        const auto topic = (any.one_in(10) ? "$share/g/" : "") + any.filter(any.one_in(6));
        entries.push_back(acl_entry(type, topic, any.up_to(3), !any.one_in(3)));
    }
    return R"({"rolename":")" + name + R"(","acls":)" + array_of(entries) + "}";
}

std::string admin_role() {
    std::vector<std::string> entries;
    for (const auto* filter : {"#", "$x/#", "$SYS/#", "$SYSTEM/#"}) {
        for (const auto* type : {"publishClientSend", "publishClientReceive", "subscribePattern"}) {
            entries.push_back(acl_entry(type, filter, 0, true));
        }
    }
    return R"({"rolename":"all","acls":)" + array_of(entries) + "}";
}

std::string random_group(RandomTopics& any, const std::string& name) {
    std::vector<std::string> members;
    for (const auto& user : names) {
        if (name != "nameless" && any.one_in(2)) {
            members.push_back(
                R"({"username":")" + user + R"(","priority":)" + std::to_string(any.up_to(2)) + "}"
            );
        }
    }
    return R"({"groupname":")" + name + R"(","roles":)" + role_links(any) + R"(,"clients":)" +
           array_of(members) + "}";
}

std::string client_entry(const std::string& name, const std::string& links) {
    return R"({"username":")" + name + "\"," + password_members + R"(,"roles":)" + links + "}";
}

std::string random_file(RandomTopics& any) {
    std::vector<std::string> role_entries{admin_role()};
    for (const auto& role : roles) {
        role_entries.push_back(random_role(any, role));
    }
    std::vector<std::string> clients{client_entry("the admin", R"([{"rolename":"all"}])")};
    for (const auto& name : names) {
        clients.push_back(client_entry(name, role_links(any)));
    }
    const auto flip = [&any] { return truth_word(any.one_in(2)); };
    return R"({"defaultACLAccess":{"publishClientSend":)" + flip() + R"(,"publishClientReceive":)" +
           flip() + R"(,"subscribe":)" + flip() + R"(,"unsubscribe":true},"roles":)" +
           array_of(role_entries) + R"(,"clients":)" + array_of(clients) + R"(,"groups":)" +
           array_of(
               {random_group(any, "g1"), random_group(any, "g2"), random_group(any, "nameless")}
           ) +
           R"(,"anonymousGroup":"nameless"})";
}

test::Login login_of(const std::string& id, const std::string& user) {
    return {.id = id, .user = user, .password = "secret"};
}

} // namespace

TEST_CASE("10,000 random decisions are those of the dynamic security plugin of Mosquitto 2.0") {
    constexpr unsigned seed = 20221127;
    RandomTopics any{seed};
    int cases = 0;
    while (cases < 10'000) {
        const auto text = random_file(any);
        CAPTURE(seed);
        CAPTURE(text);
        const auto file = acl::read_dynsec(text);
        const auto policy = acl::policy_of(file);
        const test::Folder folder;
        const test::LiveBroker broker{
            "allow_anonymous true\nplugin " DYNSEC_PLUGIN "\nplugin_opt_config_file " +
            folder.write("dynsec.json", text) + "\n"};
        test::Agreement agreement{
            broker.port(), policy, acl::Broker::dynsec_2_0, login_of("the admin", "the admin")};
        for (int clients = 0; clients < 10; ++clients) {
            const auto id = any.of(test::client_ids);
            const auto login = any.one_in(6) ? test::Login{.id = id} : login_of(id, any.of(names));
            agreement.compare(login, any.topics(15), any.filters(12), any.engine());
        }
        for (const auto& difference : agreement.disagreements()) {
            FAIL_CHECK(difference);
        }
        cases += agreement.cases();
    }
}
