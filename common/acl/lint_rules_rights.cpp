// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A401",
        warning,
        "writing to every topic",
        "A client that may write everywhere can command every device and forge every reading. "
        "Users whose names speak of administration are left alone.",
        "user weather\ntopic readwrite #",
        "user weather\ntopic write weather/#"},
    LintRule{
        "A402",
        warning,
        "reading every topic",
        "Everybody's messages are laid open.",
        "pattern read #",
        "pattern read public/#"},
    LintRule{
        "A403",
        warning,
        "filter of wildcards alone",
        "No level is named, so the rule is about nearly every topic.",
        "user weather\ntopic read +/+/#",
        "user weather\ntopic read weather/+/#"},
    LintRule{
        "A404",
        warning,
        "writing without a name",
        "Rules before the first user line are for clients without a user name: whoever reaches the "
        "broker can write there, if it lets such clients in at all.",
        "topic write sensors/#",
        "user sensor\ntopic write sensors/#"},
    LintRule{
        "A405",
        info,
        "a whole tree read without a name",
        "Whoever reaches the broker may read it, if it lets clients without a name in.",
        "topic read building/#",
        "user clerk\ntopic read building/#"},
    LintRule{
        "A406",
        warning,
        "writing to $SYS",
        "Mosquitto refuses all writing below $SYS but for the state of bridges; other brokers may "
        "not.",
        "user alice\ntopic readwrite $SYS/#",
        "user alice\ntopic read $SYS/#"},
    LintRule{
        "A407",
        error,
        "$CONTROL",
        "Messages to $CONTROL change the broker, its users and permissions included.",
        "user shop\ntopic readwrite $CONTROL/#",
        "user admin\ntopic readwrite $CONTROL/#"},
    LintRule{
        "A409",
        warning,
        "commands and telemetry by the same client",
        "Who says what is and who says what to do are different clients where the lines of a file "
        "(--directions) tell both kinds of topics apart: a device that may write commands rules "
        "the others once it is stolen.",
        R"(user lamp
topic readwrite home/lamp/#
== --directions
command home/+/set
telemetry home/+/state)",
        R"(user lamp
topic read home/lamp/set
topic write home/lamp/state
== --directions
command home/+/set
telemetry home/+/state)"},
    LintRule{
        "A410",
        warning,
        "status of other clients",
        "Whoever may write another client's status can declare it dead, or alive.",
        "user lamp\ntopic write devices/+/status",
        "pattern write devices/%u/status"},
    LintRule{
        "A411",
        warning,
        "allowed by default",
        "Where no role speaks, every client may: an entry that is forgotten opens a topic instead "
        "of closing it.",
        R"({"defaultACLAccess": {"publishClientSend": true}, "roles": [{"rolename": "r"}]})",
        R"({"defaultACLAccess": {"publishClientSend": false}, "roles": [{"rolename": "r"}]})"},
    LintRule{
        "A412",
        warning,
        "deny that a wider subscription evades",
        "A denied subscription is one that lies within the entry; a wider one does not, and when "
        "another entry allows it, its messages are delivered.",
        R"({"defaultACLAccess": {"publishClientReceive": true},
 "clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "subscribePattern", "topic": "dev/secret/#", "priority": 1, "allow": false},
   {"acltype": "subscribePattern", "topic": "dev/#", "allow": true}]}]})",
        R"({"defaultACLAccess": {"publishClientReceive": true},
 "clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientReceive", "topic": "dev/secret/#", "priority": 1, "allow": false},
   {"acltype": "subscribePattern", "topic": "dev/#", "allow": true}]}]})"},
    LintRule{
        "A413",
        error,
        "subscription to a whole tree where one level was meant",
        "EMQX, HiveMQ and VerneMQ (--target) compare the filter of a SUBSCRIBE with a rule as if "
        "it were a topic: '+' stands for '#' too.",
        R"(user alice
topic read home/+
== --target emqx)",
        R"(user alice
topic read home/+/state
== --target emqx)"},
    LintRule{
        "A414",
        warning,
        "regular expression that matches within names",
        "Where EMQX holds a regular expression against a name, a match anywhere in it counts: "
        "without "
        "^ and $ the condition holds of every name that has a match within.",
        R"({allow, {username, {re, "admin"}}, all, ["#"]}.)",
        R"({allow, {username, {re, "^admin$"}}, all, ["#"]}.)"},
    LintRule{
        "A415",
        error,
        "subscription to everything below /",
        "The plugin of Mosquitto 2.0 takes # to lie within /#, and messages are delivered by "
        "default.",
        R"({"defaultACLAccess": {"publishClientReceive": true},
 "clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "subscribePattern", "topic": "/#", "allow": true}]}]})",
        R"({"defaultACLAccess": {"publishClientReceive": true},
 "clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "subscribePattern", "topic": "dev/#", "allow": true}]}]})"},
    LintRule{
        "A416",
        error,
        "password in the file",
        "A password that is not hashed is not taken by the broker, and given to whoever reads the "
        "file. Few rounds of hashing make it easy to find out (info).",
        R"({"clients": [{"username": "lamp", "password": "light"}]})",
        R"({"clients": [{"username": "lamp"}]})"},
};

} // namespace

std::span<const LintRule> rights_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
