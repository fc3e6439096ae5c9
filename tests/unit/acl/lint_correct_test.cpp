// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/layout.hpp"
#include "common/acl/lint.hpp"
#include "common/base/text.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace mqttx::acl;
using mqttx::cat;

namespace {

/// Findings that a run with default options shows, as "ID line, ...".
std::string shown(const std::string& text, const Beside& beside = {}) {
    const Wanted wanted{.mildest = Severity::warning};
    const auto linted = detect_format(text) == Format::dynsec
                            ? lint(read_dynsec(text), wanted, beside)
                            : lint(read_acl_file(text), wanted, beside);
    std::string all;
    for (const auto& finding : linted.findings) {
        all +=
            cat(all.empty() ? "" : ", ",
                finding.id,
                ' ',
                LineIndex{text}.position(finding.span.begin).line);
    }
    return all;
}

/// Files as careful people write them.
const std::array correct{
    // a house: rooms, one remote control, an archive
    std::string{"# Lights and heating\n"
                "user kitchen\n"
                "topic write house/kitchen/state\n"
                "topic read house/kitchen/set\n"
                "\n"
                "user bath\n"
                "topic write house/bath/state\n"
                "topic read house/bath/set\n"
                "\n"
                "user remote\n"
                "topic read house/+/state\n"
                "topic write house/+/set\n"},
    // a plant: each machine its own tree, a shared part, one thing kept from the machines
    std::string{"pattern readwrite plant/%u/#\n"
                "pattern read plant/broadcast/#\n"
                "\n"
                "user control-admin\n"
                "topic readwrite plant/#\n"},
    // what the public may read, and who writes it
    std::string{"topic read weather/now\n"
                "topic read $SYS/broker/uptime\n"
                "\n"
                "user station\n"
                "topic write weather/now\n"},
    // users named by their certificates
    std::string{"user CN=press-1,OU=Hall 2,O=Example\n"
                "topic deny press/1/pressure/raw\n"
                "topic write press/1/#\n"},
    // a bridge, and clients that announce whether they are there
    std::string{"user bridge-north\n"
                "topic readwrite north/#\n"
                "\n"
                "pattern write $SYS/broker/connection/%c/state\n"
                "# each client its own\n"
                "\n"
                "pattern write clients/%u/status\n"},
    // other scripts, units, percent signs, long names
    std::string{"user Жук\n"
                "topic read сад/лампа\n"
                "topic read caf\xC3\xA9/\xC2\xB5s/10k\xCE\xA9\n"
                "topic read load/100%cpu\n"
                "topic write a/b/c/d/e/f/g/h/i/j\n"},
    // a deny that takes a part out of a tree
    std::string{"user guest\n"
                "topic read home/#\n"
                "topic deny home/safe/#\n"},
    // accepted, with a reason
    std::string{"# mqttx: ignore-file[A402] the archive keeps everything\n"
                "pattern read #\n"
                "# mqttx: ignore[A202] sensors have no names of their own\n"
                "pattern write all/values\n"},
};

const std::string roles =
    R"({"defaultACLAccess": {"publishClientSend": false, "publishClientReceive": true,
     "subscribe": false, "unsubscribe": true},
 "clients": [
   {"username": "lamp", "textname": "the lamp", "roles": [{"rolename": "light"}]},
   {"username": "app", "roles": [{"rolename": "light-control", "priority": 1}]}],
 "groups": [{"groupname": "readers", "roles": [{"rolename": "reader"}],
   "clients": [{"username": "app"}]}],
 "roles": [
   {"rolename": "light", "acls": [
     {"acltype": "publishClientSend", "topic": "light/state", "allow": true},
     {"acltype": "subscribeLiteral", "topic": "light/set", "allow": true}]},
   {"rolename": "light-control", "acls": [
     {"acltype": "publishClientSend", "topic": "light/set", "allow": true}]},
   {"rolename": "reader", "acls": [
     {"acltype": "publishClientReceive", "topic": "light/secret", "priority": 5, "allow": false},
     {"acltype": "subscribePattern", "topic": "light/#", "allow": true}]}]})";

} // namespace

TEST_CASE("no rule fires on a correct file") {
    for (const auto& text : correct) {
        CAPTURE(text);
        CHECK(shown(text) == "");
    }
    CHECK(shown(roles) == "");
}

TEST_CASE("what every broker says alike comes along to all of them") {
    const std::string plain = "user a\ntopic read home/lamp\ntopic write home/lamp/set\n";
    for (const auto target : all_targets) {
        CAPTURE(target_name(target));
        CHECK(shown(plain, {.target = target}) == "");
    }
}

TEST_CASE("files that go together") {
    const std::string rules = "user alice\ntopic read home/#\n\nuser bob\ntopic write home/lamp\n";
    const auto file = read_acl_file(rules);
    const auto policy = policy_of(file);
    const auto conf = read_mosquitto_conf(
        "# the broker\nlistener 8883\ncafile ca.crt\npassword_file passwd\nacl_file acl\n"
    );
    const auto passwords =
        read_password_file("alice:$7$101$c2FsdA==$aA==\nbob:$7$101$c2FsdA==$aA==\n");
    CHECK(shown(rules, {.conf = &conf, .passwords = &passwords, .mode = 0640}) == "");
    CHECK(lint(conf, policy, {}).findings.empty());
    CHECK(lint(passwords, policy, {}).findings.empty());
}
