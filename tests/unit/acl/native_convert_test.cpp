// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/changes.hpp"
#include "common/acl/convert.hpp"
#include "common/acl/diff.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "common/acl/native_file.hpp"
#include "common/base/text.hpp"
#include "tests/unit/acl/chance.hpp"
#include "tests/unit/acl/native_rule.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

std::string rule(
    std::string_view effect,
    std::string_view operation,
    std::string_view subject,
    std::string_view topic,
    std::string_view more = "share = 'any'"
) {
    const bool shares = effect == "allow" && operation != "publish";
    return test::native_rule(
        effect, operation, subject, topic, more.starts_with("share") && !shares ? "" : more
    );
}

/// Without what names gain or lose that each format treats in its own way.
std::vector<Change> of_plain_names(std::vector<Change> changes) {
    std::erase_if(changes, is_of_odd_name);
    return changes;
}

/// No difference, or one that only takes away and of which something was said.
void require_honest(const Converted& converted, const std::vector<Change>& changes) {
    CAPTURE(converted.text);
    for (const auto& change : changes) {
        CAPTURE(change.user);
        CAPTURE(change.witness);
        CHECK_FALSE((change.gained && !is_of_odd_name(change)));
    }
}

std::vector<Change> through_native(const Policy& policy, Broker broker, Converted& converted) {
    converted = to_native(policy, broker);
    CAPTURE(converted.text);
    CHECK(read_native(converted.text).faults.empty());
    const auto back = policy_of(read_native(converted.text));
    return of_plain_names(difference({policy, broker}, {back, Broker::strict}));
}

struct FromNative {
    std::string text;
    Converted lines;
    Converted json;
    std::vector<Change> line_changes;
    std::vector<Change> json_changes;

    explicit FromNative(const std::string& rules) : text{cat("format = 'mqttx-acl/1'\n", rules)} {
        REQUIRE(read_native(text).faults.empty());
        const auto policy = policy_of(read_native(text));
        lines = native_to_acl_file(policy);
        const auto file = policy_of(read_acl_file(lines.text));
        line_changes =
            of_plain_names(difference({policy, Broker::strict}, {file, Broker::mosquitto_2_1}));
        json = native_to_dynsec(policy);
        const auto dynsec = policy_of(read_dynsec(json.text));
        json_changes =
            of_plain_names(difference({policy, Broker::strict}, {dynsec, Broker::dynsec_2_1}));
    }
};

} // namespace

TEST_CASE("an acl_file says the same as a native file") {
    const std::string text =
        "topic read $SYS/#\n\nuser alice\ntopic readwrite home/#\n"
        "topic deny home/safe\n\npattern read news\npattern write dev/%u/%c/up\n";
    const auto policy = policy_of(read_acl_file(text));
    Converted converted;
    CHECK(through_native(policy, Broker::mosquitto_2_1, converted).empty());
    CHECK(converted.losses.empty());
    CHECK(converted.text.find("dev/${username}/${client-id}/up") != std::string::npos);
}

TEST_CASE("what a native file cannot say of an acl_file is said") {
    const auto losses = [](const std::string& text) {
        const auto policy = policy_of(read_acl_file(text));
        return to_native(policy, Broker::mosquitto_2_0).losses.size();
    };
    CHECK(losses("pattern read x-%u\n") == 1);
    CHECK(losses("pattern deny x-%u\npattern read #\n") == 1);
    CHECK(losses("user a\ntopic read x\n\npattern deny x\n") == 1);
    CHECK(losses("user a\ntopic read ${username}\n") == 1);
}

TEST_CASE("random acl_files and dynsec files become native files that grant no more") {
    Chance chance{11};
    for (int round = 0; round < 150; ++round) {
        const auto text = chance.acl_file();
        CAPTURE(text);
        const auto policy = policy_of(read_acl_file(text));
        Converted converted;
        const auto changes = through_native(policy, Broker::mosquitto_2_1, converted);
        require_honest(converted, changes);
        CHECK((changes.empty() || !converted.losses.empty()));
    }
}

TEST_CASE("roles of the dynamic security plugin become rules for each client") {
    const std::string text = R"({"defaultACLAccess": {"publishClientSend": false,
        "publishClientReceive": true, "subscribe": false, "unsubscribe": true},
        "clients": [{"username": "a", "clientid": "k", "roles": [{"rolename": "r"}]},
                    {"username": "b", "roles": [{"rolename": "r"}]}],
        "roles": [{"rolename": "r", "acls": [
            {"acltype": "publishClientSend", "topic": "x/secret", "priority": 1, "allow": false},
            {"acltype": "publishClientSend", "topic": "x/#", "allow": true},
            {"acltype": "subscribePattern", "topic": "x/#", "allow": true}]}]})";
    const auto policy = policy_of(read_dynsec(text));
    Converted converted;
    const auto changes = through_native(policy, Broker::dynsec_2_1, converted);
    CHECK(converted.text.find("{ user = \"a\", client-id = \"k\" }") != std::string::npos);
    CHECK(std::none_of(changes.begin(), changes.end(), [](const Change& change) {
        return change.gained || change.user == "b";
    }));
}

TEST_CASE("a native file with users, roles and everybody becomes an acl_file that says the same") {
    const FromNative from{
        "[role.r]\nmembers = [{ user = 'a' }, { user = 'b' }]\n" +
        rule("allow", "both", "{ role = 'r' }", "x/#") +
        rule("deny", "both", "{ user = 'b' }", "x/secret") +
        rule("allow", "subscribe", "{ any = true }", "news") +
        rule("allow", "publish", "{ authenticated = true }", "dev/${username}/up")};
    CHECK(from.lines.losses.empty());
    CHECK(from.line_changes.empty());
    CHECK(std::none_of(
        from.json_changes.begin(),
        from.json_changes.end(),
        [](const Change& change) { return change.gained || change.who == Change::Who::user; }
    ));
}

TEST_CASE("what others cannot say is lost with a word, and nothing is gained") {
    const FromNative qos{rule("allow", "publish", "{ user = 'a' }", "x", "qos = 0")};
    CHECK(qos.lines.losses.size() == 1);
    REQUIRE(!qos.line_changes.empty());
    CHECK_FALSE(qos.line_changes.front().gained);
    const FromNative certificate{
        rule("allow", "publish", "{ cert-cn = 'c' }", "x") +
        rule("allow", "publish", "{ user = 'a' }", "#") +
        rule("deny", "publish", "{ user = 'a', client-id = 'i' }", "x")};
    CHECK(certificate.lines.losses.size() == 3);
    for (const auto& changes : {certificate.line_changes, certificate.json_changes}) {
        CHECK(std::none_of(changes.begin(), changes.end(), [](const Change& change) {
            return change.gained;
        }));
    }
}

TEST_CASE("random native files become files that grant no more, and losses are declared") {
    constexpr std::array subjects{
        "{ any = true }",
        "{ user = 'a' }",
        "{ user = ['a', 'b'] }",
        "{ anonymous = true }",
        "{ authenticated = true }",
        "{ user = 'a', client-id = 'i' }",
        "{ cert-cn = 'c' }"};
    constexpr std::array topics{"x", "x/#", "+/y", "#", "x/${username}", "i/${client-id}/#"};
    constexpr std::array more{"share = 'any'", "share = 'any'", "qos = [0, 1]"};
    Chance chance{5};
    for (int round = 0; round < 150; ++round) {
        std::string rules;
        for (auto count = 1 + chance.below(5); count > 0; --count) {
            rules += rule(
                chance.below(3) == 0 ? "deny" : "allow",
                chance.pick(std::array{"publish", "subscribe", "both"}),
                chance.pick(subjects),
                chance.pick(topics),
                chance.pick(more)
            );
        }
        CAPTURE(rules);
        const FromNative from{rules};
        require_honest(from.lines, from.line_changes);
        require_honest(from.json, from.json_changes);
    }
}
