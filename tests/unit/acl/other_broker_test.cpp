// SPDX-License-Identifier: Apache-2.0
// Conversions from and to EMQX and HiveMQ, held against the difference in meaning.
#include "common/acl/diff.hpp"
#include "common/acl/emqx_file.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/other_broker.hpp"
#include "common/base/text.hpp"
#include "tests/unit/acl/chance.hpp"
#include "tests/unit/acl/native_rule.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

constexpr std::array subjects{
    "{ user = 'a' }",
    "{ user = ['a', 'b'] }",
    "{ any = true }",
    "{ authenticated = true }",
    "{ anonymous = true }",
    "{ user = 'b', client-id = 'x*' }",
    "{ client-id = 'c' }",
    "{ cert-cn = 'n*' }",
    "[{ user = 'a' }, { client-id = 'c' }]"};

std::string some_filter(Chance& chance) {
    constexpr std::array levels{"a", "b", "+", "${username}", "${client-id}", "${cert-cn}"};
    std::string text;
    for (auto count = 1 + chance.below(3); count > 0; --count) {
        text += cat(text.empty() ? "" : "/", chance.pick(levels));
    }
    return chance.below(3) == 0 ? text + "/#" : chance.below(8) == 0 ? "#" : text;
}

std::string some_native_file(Chance& chance) {
    constexpr std::array operations{"publish", "subscribe", "both"};
    constexpr std::array qos{"", "", "qos = 0\n", "qos = [0, 2]\n"};
    std::string text = "format = 'mqttx-acl/1'\n";
    for (auto count = 1 + chance.below(5); count > 0; --count) {
        const bool deny = chance.below(4) == 0;
        const auto operation = chance.pick(operations);
        std::string more;
        if (!(deny && operation != "publish")) {
            more += chance.pick(qos);
        }
        if (operation == "publish" && chance.below(3) == 0) {
            more += "retain = 'never'\n";
        }
        if (!deny && operation != "publish") {
            constexpr std::array shares{"share = 'any'\n", "", "share = ['g']\n"};
            more += chance.pick(shares);
        }
        text += test::native_rule(
            deny ? "deny" : "allow", operation, chance.pick(subjects), some_filter(chance), more
        );
    }
    return text;
}

/// Nothing is gained but shared subscriptions, of which a loss tells; without a word of loss
/// nothing is different at all.
void require_honest(const Converted& converted, const std::vector<Change>& changes) {
    CAPTURE(converted.text);
    for (const auto& change : changes) {
        CAPTURE(change.witness);
        CAPTURE(change.user);
        CHECK((!change.gained || !change.group.empty()));
        CHECK(!converted.losses.empty());
    }
}

} // namespace

TEST_CASE("a native file for EMQX or HiveMQ never grants more, and tells what it leaves out") {
    Chance chance{7};
    std::size_t without_loss = 0;
    for (int round = 0; round < 250; ++round) {
        const auto text = some_native_file(chance);
        CAPTURE(text);
        const auto native = read_native(text);
        REQUIRE(native.faults.empty());
        const auto policy = policy_of(native);
        const auto conf = native_to_emqx(policy);
        CAPTURE(conf.text);
        REQUIRE(read_emqx(conf.text).faults.empty());
        const auto as_emqx = policy_of(read_emqx(conf.text));
        require_honest(conf, difference({policy, Broker::strict}, {as_emqx, Broker::emqx}));
        const auto xml = native_to_hivemq(policy);
        CAPTURE(xml.text);
        const auto file = read_hivemq(xml.text);
        if (!file.users.empty()) {
            REQUIRE(file.faults.empty());
        }
        const auto as_hivemq = policy_of(file);
        require_honest(xml, difference({policy, Broker::strict}, {as_hivemq, Broker::hivemq}));
        without_loss += conf.losses.empty() ? 1U : 0U;
        without_loss += xml.losses.empty() ? 1U : 0U;
    }
    CHECK(without_loss > 20);
}

TEST_CASE("an acl.conf as a native file never grants more") {
    Chance chance{8};
    constexpr std::array who{
        "all",
        "{username, \"a\"}",
        "{clientid, \"c\"}",
        "{'and', [{username, \"a\"}, {clientid, {re, \"^c.*$\"}}]}",
        "{'or', [{username, \"b\"}, {ipaddr, \"10.0.0.0/8\"}]}",
        "{username, {re, \"^b\"}}"};
    constexpr std::array actions{
        "all", "publish", "subscribe", "{publish, [{retain, false}]}", "{subscribe, [{qos, 1}]}"};
    constexpr std::array topics{
        "\"a/+\"",
        "\"a/#\"",
        "\"#\"",
        "{eq, \"#\"}",
        "\"a/${clientid}\"",
        "\"b${username}/a\"",
        "\"b\""};
    for (int round = 0; round < 250; ++round) {
        std::string text;
        for (auto count = 1 + chance.below(5); count > 0; --count) {
            text +=
                cat(chance.below(3) == 0 ? "{deny, " : "{allow, ",
                    chance.pick(who),
                    ", ",
                    chance.pick(actions),
                    ", [",
                    chance.pick(topics),
                    "]}.\n");
        }
        CAPTURE(text);
        const auto policy = policy_of(read_emqx(text));
        const auto converted = emqx_to_native(policy);
        CAPTURE(converted.text);
        REQUIRE(read_native(converted.text).faults.empty());
        const auto back = policy_of(read_native(converted.text));
        for (const auto& change : difference({policy, Broker::emqx}, {back, Broker::strict})) {
            CAPTURE(change.witness);
            CAPTURE(change.user);
            CHECK_FALSE(change.gained);
        }
    }
}

TEST_CASE("guards keep a '+' from standing for '#' at EMQX") {
    const auto text =
        cat("format = 'mqttx-acl/1'\n",
            test::native_rule("allow", "subscribe", "{ user = 'a' }", "x/+", "share = 'any'"),
            test::native_rule("allow", "subscribe", "{ user = 'b' }", "x/#", "share = 'any'"));
    const auto native = read_native(text);
    const auto policy = policy_of(native);
    const auto conf = native_to_emqx(policy);
    CHECK(conf.losses.empty());
    const auto back = policy_of(read_emqx(conf.text));
    CHECK(difference({policy, Broker::strict}, {back, Broker::emqx}).empty());
    const auto again = emqx_to_native(back);
    const auto native_again = policy_of(read_native(again.text));
    CHECK(difference({policy, Broker::strict}, {native_again, Broker::strict}).empty());
}

TEST_CASE("a native file for HiveMQ and back is the same where nothing is lost") {
    const auto text = cat(
        "format = 'mqttx-acl/1'\n[role.r]\nmembers = [{ user = ['a', 'b&<'] }]\n",
        test::native_rule("allow", "both", "{ role = 'r' }", "x/${username}/#", "share = ['g']"),
        test::native_rule(
            "allow", "publish", "{ user = 'a' }", "y/+/z", "qos = [0, 2]\nretain = 'only'"
        )
    );
    const auto native = read_native(text);
    REQUIRE(native.faults.empty());
    const auto policy = policy_of(native);
    const auto xml = native_to_hivemq(policy);
    CHECK(xml.losses.empty());
    const auto file = read_hivemq(xml.text);
    CHECK(file.faults.empty());
    const auto back = policy_of(file);
    CHECK(difference({policy, Broker::strict}, {back, Broker::hivemq}).empty());
}
