// SPDX-License-Identifier: Apache-2.0
#include "common/acl/decide.hpp"
#include "common/acl/layout.hpp"
#include "common/acl/native_file.hpp"
#include "common/base/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

std::string with_rules(std::string_view rules) {
    return cat("format = \"mqttx-acl/1\"\n", rules);
}

/// A rule with these lines besides; by default everybody may publish to "a".
std::string rule(
    std::string_view subject,
    std::string_view topic = "'a'",
    std::string_view more = "",
    std::string_view effect = "allow",
    std::string_view operation = "publish"
) {
    return cat(
        "[[rule]]\nsubject = ",
        subject,
        "\neffect = '",
        effect,
        "'\noperation = '",
        operation,
        "'\ntopic = ",
        topic,
        '\n',
        more,
        '\n'
    );
}

/// Each fault as "line:column id message".
std::vector<std::string> faults_in(const std::string& text) {
    const LineIndex index{text};
    std::vector<std::string> all;
    for (const auto& fault : read_native(text).faults) {
        const auto at = index.position(fault.span.begin);
        all.push_back(cat(at.line, ':', at.column, ' ', fault.id, ' ', fault.message));
    }
    return all;
}

using Faults = std::vector<std::string>;

class Asked {
  public:
    explicit Asked(const std::string& rules)
        : text_{with_rules(rules)}, policy_{policy_of(read_native(text_))},
          decider_{policy_, Broker::strict} {
        CHECK(faults_in(text_).empty());
    }

    bool publish(const Client& client, std::string_view topic = "a", int qos = 0, bool retain = 0) {
        return decider_.allows(client, {Operation::publish, qos, retain}, topic);
    }

    bool receive(const Client& client, std::string_view topic) {
        return decider_.allows(client, {Operation::receive}, topic);
    }

    Decision subscribe(const Client& client, std::string_view filter, int qos = 0) {
        return decider_.decide(client, {Operation::subscribe, qos}, filter);
    }

  private:
    std::string text_;
    Policy policy_;
    Decider decider_;
};

Client user(std::string name) {
    return {std::move(name), "id"};
}

Client with_certificate(std::string common_name, std::vector<std::string> alternative = {}) {
    return {
        std::nullopt,
        "id",
        CertificateNames{std::move(common_name), std::move(alternative), std::string(64, 'a')}};
}

} // namespace

TEST_CASE("each kind of subject lets in whom it names") {
    Asked any{rule("{any = true}")};
    CHECK(any.publish({}));
    Asked known{rule("{authenticated = true}")};
    CHECK_FALSE(known.publish({}));
    CHECK_FALSE(known.publish(user("")));
    CHECK(known.publish(user("u")));
    CHECK(known.publish(with_certificate("c")));
    Asked anonymous{rule("{anonymous = true}")};
    CHECK(anonymous.publish({}));
    CHECK_FALSE(anonymous.publish(with_certificate("c")));
    Asked users{rule("{user = ['u', 'v*']}")};
    CHECK(users.publish(user("u")));
    CHECK(users.publish(user("v*")));
    CHECK_FALSE(users.publish(user("vx")));
    CHECK_FALSE(users.publish(user("U")));
    Asked ids{rule("{client-id = ['x-*-y', 'z']}")};
    CHECK(ids.publish({std::nullopt, "x-1-2-y"}));
    CHECK(ids.publish({std::nullopt, "z"}));
    CHECK_FALSE(ids.publish({std::nullopt, "x-y"}));
    CHECK_FALSE(ids.publish({}));
    Asked names{rule("{cert-cn = 'sensor-*'}")};
    CHECK(names.publish(with_certificate("sensor-")));
    CHECK_FALSE(names.publish(with_certificate("a-sensor-1")));
    CHECK_FALSE(names.publish(user("sensor-1")));
    Asked alternative{rule("{cert-san = ['DNS:*.plant', 'IP:10.0.0.1']}")};
    CHECK(alternative.publish(with_certificate("c", {"IP:::1", "DNS:a.plant"})));
    CHECK(alternative.publish(with_certificate("c", {"IP:10.0.0.1", "DNS:a.plant"})));
    CHECK_FALSE(alternative.publish(with_certificate("DNS:a.plant", {"URI:DNS:a.plant"})));
    Asked issuer{rule(cat("{cert-issuer-sha256 = '", std::string(64, 'A'), "'}"))};
    CHECK(issuer.publish(with_certificate("c")));
}

TEST_CASE("keys of one table must hold together, tables of a list one at a time") {
    Asked asked{rule("[{user = 'u', client-id = 'u-*'}, {cert-cn = 'c'}]")};
    CHECK(asked.publish({"u", "u-1"}));
    CHECK_FALSE(asked.publish({"u", "v-1"}));
    CHECK_FALSE(asked.publish({"v", "u-1"}));
    CHECK(asked.publish(with_certificate("c")));
}

TEST_CASE("roles have the members of other roles") {
    const std::string roles = "[role.sensor]\nmembers = [{user = 's1'}, {role = 'pump'}]\n"
                              "[role.pump]\nmembers = [{cert-cn = 'p-*'}, {user = 's1'}]\n";
    Asked asked{roles + rule("{role = ['sensor', 'pump'], client-id = 'id'}")};
    CHECK(asked.publish(user("s1")));
    CHECK(asked.publish(with_certificate("p-1")));
    CHECK_FALSE(asked.publish(user("s2")));
    CHECK_FALSE(asked.publish({"s1", "other"}));
}

TEST_CASE("a deny goes before every allow, in any order") {
    Asked asked{
        rule("{any = true}", "'a/secret'", "", "deny", "both") +
        rule("{user = 'u'}", "'a/#'", "", "allow", "both")};
    CHECK(asked.publish(user("u"), "a/b"));
    CHECK_FALSE(asked.publish(user("u"), "a/secret"));
    CHECK_FALSE(asked.receive(user("u"), "a/secret"));
    CHECK(asked.subscribe(user("u"), "a/b").answer == Answer::allowed);
    const auto partly = asked.subscribe(user("u"), "a/#");
    CHECK(partly.answer == Answer::partly);
    CHECK(partly.lost == "a/secret");
    CHECK(asked.subscribe(user("u"), "#").answer == Answer::partly);
    CHECK(asked.subscribe(user("v"), "a/b").answer == Answer::denied);
}

TEST_CASE("QoS and retain of a message, QoS of a subscription") {
    Asked asked{
        rule("{any = true}", "'a'", "qos = [0, 1]\nretain = 'never'") +
        rule("{any = true}", "'r'", "retain = 'only'") +
        rule("{any = true}", "'s/#'", "qos = 1", "allow", "subscribe")};
    CHECK(asked.publish({}, "a", 1));
    CHECK_FALSE(asked.publish({}, "a", 2));
    CHECK_FALSE(asked.publish({}, "a", 0, true));
    CHECK(asked.publish({}, "r", 2, true));
    CHECK_FALSE(asked.publish({}, "r", 2, false));
    CHECK(asked.subscribe({}, "s/+", 1).answer == Answer::allowed);
    CHECK(asked.receive({}, "s/x"));
    const auto too_much = asked.subscribe({}, "s/+", 2);
    CHECK(too_much.answer == Answer::denied);
    REQUIRE(!too_much.notes.empty());
    CHECK(
        too_much.notes.front() ==
        "at QoS 1 it is allowed: a broker that downgrades would grant that"
    );
}

TEST_CASE("shared subscriptions are for the groups that a rule lets in") {
    Asked asked{
        rule("{any = true}", "'n'", "", "allow", "subscribe") +
        rule("{any = true}", "'g'", "share = ['one', 'two']", "allow", "subscribe") +
        rule("{any = true}", "'y'", "share = 'any'", "allow", "subscribe") +
        rule("{any = true}", "'y/d'", "", "deny", "subscribe")};
    const auto answer = [&](std::string_view filter) { return asked.subscribe({}, filter).answer; };
    CHECK(answer("n") == Answer::allowed);
    CHECK(answer("$share/one/n") == Answer::denied);
    CHECK(answer("$share/one/g") == Answer::allowed);
    CHECK(answer("$share/three/g") == Answer::denied);
    CHECK(answer("$share/three/y") == Answer::allowed);
    CHECK(answer("$share/three/y/d") == Answer::denied);
}

TEST_CASE("names take the place of variables, and what cannot stand there fails closed") {
    Asked asked{
        rule("{any = true}", "['u/${username}', 'i/${client-id}/x', 'c/${cert-cn}', 'all/#']") +
        rule("{any = true}", "'all/${username}/x'", "", "deny")};
    CHECK(asked.publish(user("a"), "u/a"));
    CHECK_FALSE(asked.publish(user("a"), "u/b"));
    CHECK_FALSE(asked.publish(user("a"), "u/${username}"));
    CHECK(asked.publish({"a", "k"}, "i/k/x"));
    CHECK(asked.publish(with_certificate("cn"), "c/cn"));
    CHECK_FALSE(asked.publish(with_certificate("c/n"), "c/c/n"));
    CHECK(asked.publish(user("a"), "all/b/x"));
    CHECK_FALSE(asked.publish(user("a"), "all/a/x"));
    for (const auto* name : {"", "a/b", "+", "#"}) {
        CHECK_FALSE(asked.publish(user(name), cat("u/", name)));
        CHECK_FALSE(asked.publish(user(name), "all/b/x"));
    }
    CHECK_FALSE(asked.publish({}, "all/b"));
    Asked first{
        rule("{any = true}", "['${username}/x', 'b']") +
        rule("{any = true}", "'${username}/y'", "", "deny")};
    CHECK(first.publish(user("a"), "a/x"));
    CHECK_FALSE(first.publish(user("$a"), "$a/x"));
    CHECK_FALSE(first.publish(user("$a"), "b"));
    CHECK(first.publish(user("a"), "b"));
    Asked reserved{
        rule("{any = true}", "['$a/#', '#']") +
        rule("{any = true}", "'${username}/#'", "", "deny")};
    CHECK_FALSE(reserved.publish(user("$a"), "$a/x"));
    CHECK_FALSE(reserved.publish(user("$a"), "b"));
    CHECK(reserved.publish(user("b"), "$a/x"));
}

TEST_CASE("all faults are found, each with its place and the way out") {
    CHECK(
        faults_in(
            "default = 'allow'\nfromat = 1\n[role.r]\nmembers = [{user = 1}, {usr = 'x'}]\n"
            "[role.s]\n[[rule]]\nid = ''\nsubject = {}\neffect = 'alow'\n"
            "operation = 'subscribe'\ntopic = ['a/#/b', 'a+', '', '$share/g/f', 'x${username}'"
            ", '${user}', 'ok']\nqos = [3, '1']\nretain = 'only'\nshare = ['a/b']\n"
        ) ==
        Faults{
            "1:1 A030 the key 'format' is missing",
            "1:11 A029 what no rule allows is denied: the default can only be \"deny\"",
            "2:1 A027 unknown key 'fromat'",
            "4:20 A029 a text in quotes is expected",
            "4:25 A027 unknown key 'usr'",
            "5:1 A028 the key 'members' is missing",
            "7:6 A029 an empty text",
            "8:11 A029 an empty subject",
            "9:10 A029 'allow' or 'deny' is expected",
            "11:10 A101 '#' must be the last level",
            "11:19 A102 '+' must be a whole level",
            "11:25 A029 an empty text",
            "11:29 A110 a rule is about topics, not about shared subscriptions",
            "11:43 A203 a variable is a level of its own, 'x${username}' is more",
            "11:59 A204 there is no variable '${user}'",
            "12:8 A029 0, 1 or 2 is expected",
            "12:11 A029 0, 1 or 2 is expected",
            "13:1 A029 retain says nothing about subscriptions",
            "14:10 A029 no group has '/', '+' or '#' in its name"}
    );
    const auto file = read_native("format = 'mqttx-acl/1'\n[[rule]]\nsubjct = {any = true}\n");
    REQUIRE(file.faults.size() > 1);
    CHECK(std::any_of(file.faults.begin(), file.faults.end(), [](const Finding& fault) {
        return fault.help == "did you mean 'subject'?";
    }));
}

TEST_CASE("roles that go round in a circle, that are nowhere, and ids that are there twice") {
    CHECK(
        faults_in(
            with_rules("[role.a]\nmembers = [{role = 'b'}]\n[role.b]\nmembers = [{role = 'a'}]\n")
        ) == Faults{"4:7 A323 role 'b' has members of role 'a', which has members of it in turn"}
    );
    CHECK(
        faults_in(with_rules(rule("{role = 'none'}"))) ==
        Faults{"3:19 A319 there is no role 'none'"}
    );
    CHECK(
        faults_in(with_rules(
            rule("{any = true}", "'a'", "id = 'x'") + rule("{any = true}", "'b'", "id = 'x'")
        )) == Faults{"13:6 A320 a second rule with id 'x'"}
    );
    std::string chain = "format = 'mqttx-acl/1'\n";
    for (int at = 0; at < 20000; ++at) {
        chain += cat("[role.r", at, "]\nmembers = [{role = 'r", at + 1, "'}]\n");
    }
    CHECK(faults_in(chain + "[role.r20000]\nmembers = [{user = 'u'}]\n").empty());
}

TEST_CASE("what a native file looks like") {
    CHECK(looks_native("# c\n\nformat = 'mqttx-acl/1'\n"));
    CHECK(looks_native("[[rule]]\n"));
    CHECK(looks_native("fromat = 'mqttx-acl/1'\n"));
    CHECK_FALSE(looks_native("topic read a=b\n"));
    CHECK_FALSE(looks_native("user = x\n"));
    CHECK_FALSE(looks_native("{\"clients\": []}\n"));
    CHECK_FALSE(looks_native("[{\"permit\": \"allow\"}]\n"));
}

TEST_CASE("the canonical layout keeps comments, order, line ends and every value") {
    const auto laid = [](std::string_view text) {
        auto once = canonical_layout(read_native(text));
        CHECK(canonical_layout(read_native(once)) == once);
        return once;
    };
    CHECK(
        laid("format='mqttx-acl/1'   # first\r\n  [ role . sensor ]\r\nmembers=[{user='s1'},\r\n"
             "{ cert-cn=\"a#b\" }, # second\r\n]\r\n\r\n[[ rule ]]\r\nqos=[ 0,1 ]") ==
        "format = 'mqttx-acl/1' # first\r\n[role.sensor]\r\nmembers = [{ user = 's1' },\r\n"
        "    { cert-cn = \"a#b\" }, # second\r\n]\r\n\r\n[[rule]]\r\nqos = [0, 1]\r\n"
    );
    CHECK(
        laid("a = {}\nb = 1979-05-27 07:32:00\nc = '''\n  x = 1\n'''\n") ==
        "a = {}\nb = 1979-05-27 07:32:00\nc = '''\n  x = 1\n'''\n"
    );
}
