// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A301",
        warning,
        "duplicate rule",
        "The same rule stands there already; order does not matter.",
        "user alice\ntopic read a\ntopic read a",
        "user alice\ntopic read a"},
    LintRule{
        "A302",
        warning,
        "needless rule",
        "Another rule for the same clients has all of its topics and operations.",
        "user alice\ntopic readwrite home/#\ntopic read home/lamp",
        "user alice\ntopic readwrite home/#"},
    LintRule{
        "A303",
        warning,
        "rule covered by several others",
        "Other rules for the same clients together have all of its topics and operations.",
        "user alice\ntopic read home/#\ntopic write home/+/set\ntopic readwrite home/lamp/set",
        "user alice\ntopic read home/#\ntopic write home/+/set"},
    LintRule{
        "A304",
        error,
        "allow that is denied completely",
        "Among the rules of a client a deny goes before every allow, however narrow: a specific "
        "allow is no exception to a broad deny.",
        "user alice\ntopic deny factory/#\ntopic readwrite factory/hall1/#",
        "user alice\ntopic readwrite factory/hall1/#"},
    LintRule{
        "A305",
        error,
        "pattern deny that a user's own rule overrides",
        "Topic lines of a client are asked before the patterns: what they allow is allowed, "
        "whatever a pattern denies. An allow within the denied topics is taken for a meant "
        "exception.",
        "user alice\ntopic read home/#\n\npattern deny home/+/secret",
        "user alice\ntopic read home/#\ntopic deny home/+/secret"},
    LintRule{
        "A306",
        info,
        "allow that is denied in part",
        "The topics of an allow and of a deny cross each other; those in common are denied.",
        "user alice\ntopic read home/+/state\ntopic deny home/cellar/#",
        "user alice\ntopic read home/#\ntopic deny home/cellar/#"},
    LintRule{
        "A307",
        error,
        "entry that is never asked",
        "In a role of the dynamic security plugin the first entry that matches decides, by "
        "priority and then as in the file; what it has decided is asked no more.",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allow": true},
   {"acltype": "publishClientSend", "topic": "dev/secret", "allow": false}]}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allow": true},
   {"acltype": "publishClientSend", "topic": "dev/secret", "priority": 1, "allow": false}]}]})"},
    LintRule{
        "A308",
        warning,
        "deny without effect",
        "What no rule allows is denied anyway. A deny that meets nothing allowed is needless, or "
        "has a mistake in its topic.",
        "user alice\ntopic read home/#\ntopic deny hom/secret",
        "user alice\ntopic read home/#\ntopic deny home/secret"},
    LintRule{
        "A309",
        info,
        "reading and writing in two lines",
        "A readwrite line says the same.",
        "user alice\ntopic read home/lamp\ntopic write home/lamp",
        "user alice\ntopic readwrite home/lamp"},
    LintRule{
        "A310",
        warning,
        "second section of a user",
        "The broker merges the sections of a user. After copying, the second name is often the one "
        "that was forgotten.",
        "user kitchen\ntopic read kitchen/#\nuser kitchen\ntopic read living/#",
        "user kitchen\ntopic read kitchen/#\nuser living\ntopic read living/#"},
    LintRule{
        "A311",
        info,
        "only clients without a name may do it",
        "Rules before the first user line are for clients without a user name alone; users have "
        "only their own rules and the patterns.",
        "topic read news/#\n\nuser alice\ntopic read home/#",
        "pattern read news/#\n\nuser alice\ntopic read home/#"},
    LintRule{
        "A312",
        error,
        "rules for clients who are not let in",
        "mosquitto.conf (--conf) lets no client in without a user name: rules before the first "
        "user line are for nobody.",
        R"(topic read news/#

user alice
topic readwrite news/#
== mosquitto.conf
listener 8883
password_file /etc/mosquitto/passwd)",
        R"(pattern read news/#

user alice
topic write news/#
== mosquitto.conf
listener 8883
password_file /etc/mosquitto/passwd)"},
    LintRule{
        "A313",
        info,
        "users whose rules differ by their name",
        "Pattern lines with %u say the same once, for all users.",
        "user a\ntopic read x/a\nuser b\ntopic read x/b\nuser c\ntopic read x/c",
        "pattern read x/%u"},
    LintRule{
        "A314",
        info,
        "users with the same rules",
        "Three or more users have exactly the same rules.",
        "user a\ntopic read x\nuser b\ntopic read x\nuser c\ntopic read x",
        "user a\ntopic read x\nuser b\ntopic read x\nuser c\ntopic read y"},
    LintRule{
        "A316",
        error,
        "no QoS",
        "A rule with an empty list of QoS applies to no message and no subscription.",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp"
qos = [])",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp"
qos = [0, 1])"},
    LintRule{
        "A318",
        info,
        "topic that only one side may use",
        "Messages nobody may receive, or a subscription that nobody may feed: unless a bridge or "
        "another program does, a name is misspelt.",
        "user sensor\ntopic write sensors/1\nuser shop\ntopic read sensor/+",
        "user sensor\ntopic write sensors/1\nuser shop\ntopic read sensors/+"},
    LintRule{
        "A319",
        error,
        "name that is nowhere",
        "A role, client or group is spoken of that the file does not have: it grants nothing, and "
        "denies nothing.",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "light"}]}],
 "roles": [{"rolename": "lights"}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "lights"}]}],
 "roles": [{"rolename": "lights"}]})"},
    LintRule{
        "A320",
        error,
        "name that is there twice",
        "Two roles, clients or groups have one name: which of them counts is not defined.",
        R"({"roles": [{"rolename": "r"}, {"rolename": "r"}]})",
        R"({"roles": [{"rolename": "r"}, {"rolename": "s"}]})"},
    LintRule{
        "A321",
        warning,
        "mentioned twice",
        "A list names the same role or client twice; the first counts, with its priority.",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}, {"rolename": "r"}]}],
 "roles": [{"rolename": "r"}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r"}]})"},
    LintRule{
        "A322",
        info,
        "role without clients, client without roles",
        "A role that nobody has does nothing; a client without a role has the defaults alone.",
        R"({"clients": [{"username": "lamp"}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r"}]})"},
    LintRule{
        "A323",
        error,
        "role that is its own member",
        "Roles may have the members of other roles, but not in a circle.",
        R"(format = "mqttx-acl/1"
[role.sensor]
members = [{ user = "s1" }, { role = "device" }]
[role.device]
members = [{ role = "sensor" }])",
        R"(format = "mqttx-acl/1"
[role.sensor]
members = [{ user = "s1" }]
[role.device]
members = [{ role = "sensor" }])"},
    LintRule{
        "A324",
        warning,
        "subscriptions denied at some QoS",
        "Who is denied a subscription at one QoS and asks for it at another is granted it, yet no "
        "message is delivered: a delivery is denied whatever the QoS.",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { any = true }
effect = "allow"
operation = "subscribe"
topic = "news/#"
[[rule]]
subject = { user = "spy" }
effect = "deny"
operation = "subscribe"
topic = "news/secret"
qos = [1, 2])",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { any = true }
effect = "allow"
operation = "subscribe"
topic = "news/#"
[[rule]]
subject = { user = "spy" }
effect = "deny"
operation = "subscribe"
topic = "news/secret")"},
};

} // namespace

std::span<const LintRule> meaning_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
