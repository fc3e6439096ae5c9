// SPDX-License-Identifier: Apache-2.0
#include "common/acl/decide.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/who_native.hpp"
#include "tests/unit/acl/native_rule.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace mqttx;
using namespace mqttx::acl;
using test::native_rule;

namespace {

std::string file_of(std::string_view rules) {
    return cat("format = 'mqttx-acl/1'\n", rules);
}

std::vector<std::string> messages(std::string_view rules, std::string_view id) {
    const auto text = file_of(rules);
    std::vector<std::string> found;
    for (const auto& finding :
         lint(read_native(text), {.select = {std::string{id}}}, {}).findings) {
        found.push_back(finding.message);
    }
    return found;
}

std::size_t publishers(std::string_view rules, std::string_view topic) {
    const auto text = file_of(rules);
    const auto policy = policy_of(read_native(text));
    return native_who(policy, Operation::publish, topic).allowed.size();
}

} // namespace

TEST_CASE("a rule whose whole subject is denied grants nobody anything") {
    const auto allow = native_rule("allow", "publish", "{user = 's'}", "t/#");
    CHECK(publishers(allow, "t/x") == 1);
    for (const auto* subject : {"{user = 's'}", "{any = true}", "{authenticated = true}"}) {
        CHECK(publishers(allow + native_rule("deny", "publish", subject, "t/#"), "t/x") == 0);
    }
    for (const auto* subject : {"{user = 'r'}", "{anonymous = true}", "{client-id = 'c'}"}) {
        CHECK(publishers(allow + native_rule("deny", "publish", subject, "t/#"), "t/x") == 1);
    }
    const auto some = native_rule("deny", "publish", "{any = true}", "t/#", "qos = [0, 1]");
    CHECK(publishers(allow + some, "t/x") == 1);
    const auto rest = native_rule("deny", "publish", "{any = true}", "t/#", "qos = [2]");
    CHECK(publishers(allow + some + rest, "t/x") == 0);
    const auto everybody = native_rule("allow", "publish", "{any = true}", "t/#");
    CHECK(
        publishers(everybody + native_rule("deny", "publish", "{anonymous = true}", "#"), "t/x") ==
        1
    );
    CHECK(
        publishers(
            everybody + native_rule("deny", "publish", "{anonymous = true}", "#") +
                native_rule("deny", "publish", "{authenticated = true}", "#"),
            "t/x"
        ) == 0
    );
    const std::string role = "[role.r]\nmembers = [{user = 's'}, {user = 'q'}]\n";
    const auto of_role = role + native_rule("allow", "publish", "{role = 'r'}", "t/#");
    CHECK(publishers(of_role + native_rule("deny", "publish", "{user = 's'}", "t/#"), "t/x") == 1);
    CHECK(
        publishers(of_role + native_rule("deny", "publish", "{user = ['q', 's']}", "t/#"), "t/x") ==
        0
    );
    CHECK(
        publishers(native_rule("allow", "publish", "{anonymous = true}", "g/${username}"), "g/x") ==
        0
    );
    CHECK(publishers(native_rule("allow", "publish", "{user = 'a'}", "g/${username}"), "g/x") == 0);
    CHECK(
        publishers(
            native_rule("allow", "publish", "{client-id = 's*'}", "g/${client-id}"), "g/s1"
        ) == 1
    );
    CHECK(
        publishers(
            native_rule("allow", "publish", "{client-id = 's*'}", "g/${client-id}"), "g/t1"
        ) == 0
    );
}

TEST_CASE("a subscription that a deny at another QoS lets pass in vain") {
    const auto text = file_of(
        native_rule("allow", "both", "{user = 's'}", "t/#") +
        native_rule("deny", "subscribe", "{user = 's'}", "t/secret/#", "qos = [1]")
    );
    const auto policy = policy_of(read_native(text));
    Decider decider{policy, Broker::strict};
    const Client client{"s"};
    const auto subscribe = [&](int qos, std::string_view filter) {
        return decider.decide(client, {Operation::subscribe, qos}, filter);
    };
    const auto granted = subscribe(0, "t/#");
    CHECK(granted.answer == Answer::allowed);
    REQUIRE(granted.beaten.size() == 1);
    CHECK(granted.beaten.front() == &policy.rules[1]);
    CHECK(std::any_of(granted.notes.begin(), granted.notes.end(), [](const auto& note) {
        return note.find("nothing is delivered from 't/secret") != note.npos;
    }));
    CHECK(subscribe(0, "t/open").beaten.empty());
    CHECK(subscribe(1, "t/secret/#").answer == Answer::denied);
}

TEST_CASE("names that do not fit in a variable") {
    const auto allow = native_rule("allow", "both", "{any = true}", "dev/${username}/#");
    const auto deny = native_rule("deny", "publish", "{any = true}", "dev/${username}/secret");
    const auto named = native_rule("allow", "publish", "{user = ['a/b', 'c+', '$d', 'e']}", "x");
    CHECK(messages(allow + deny, "A208").empty());
    const auto found = messages(allow + deny + named, "A208");
    REQUIRE(found.size() == 2);
    CHECK(found[0].find("never applies to user 'a/b' (and 1 more") != std::string::npos);
    CHECK(found[1].find("to user 'a/b' (and 1 more with such names) all of 'dev/#'") == 0);
    const auto root = native_rule("allow", "both", "{any = true}", "${username}/#");
    CHECK(messages(root + named, "A208").size() == 1);
    CHECK(messages(root + named, "A208")[0].find("(and 2 more") != std::string::npos);
    CHECK(
        messages(native_rule("allow", "publish", "{anonymous = true}", "g/${username}"), "A208")
            .size() == 1
    );
    CHECK(messages(allow, "A404").empty());
    CHECK(
        messages(native_rule("allow", "publish", "{any = true}", "d/${client-id}"), "A404")
            .size() == 1
    );
}

TEST_CASE("topics and names that no client of Mosquitto can have, spelt with escapes") {
    CHECK(
        messages(
            "[[rule]]\nsubject = {user = \"a\\u0001\"}\neffect = 'allow'\n"
            "operation = 'publish'\ntopic = \"a\\u0001b\"\n",
            "A019"
        )
            .size() == 2
    );
    std::string deep = "a";
    for (int level = 0; level < 201; ++level) {
        deep += "/a";
    }
    CHECK(messages(native_rule("allow", "publish", "{user = 's'}", deep), "A105").size() == 1);
    CHECK(messages(native_rule("allow", "publish", "{user = 's'}", deep.substr(2)), "A105").empty()
    );
}
