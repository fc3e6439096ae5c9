// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A101",
        error,
        "misplaced '#'",
        "'#' stands for whole levels and must be the last one; the broker refuses the file.",
        "topic read sensors/#/temperature",
        "topic read sensors/+/temperature"},
    LintRule{
        "A102",
        error,
        "misplaced '+'",
        "'+' stands for one whole level; the broker refuses the file.",
        "topic read sensors/room+/temperature",
        "topic read sensors/+/temperature"},
    LintRule{
        "A103",
        error,
        "rule without a topic",
        "The broker refuses a rule without a topic.",
        "topic",
        "topic read sensors/#"},
    LintRule{
        "A104",
        error,
        "topic too long",
        "A topic has at most 65,535 bytes (MQTT 5 section 1.5.4); the broker refuses the file.",
        "topic read (65,536 bytes)",
        "topic read sensors/#"},
    LintRule{
        "A105",
        error,
        "topic with too many levels",
        "Mosquitto refuses topics with more than 200 slashes.",
        "topic read a/a/a/(199 levels more)",
        "topic read a/#"},
    LintRule{
        "A106",
        info,
        "slash at the beginning",
        "'/a' and 'a' are two topics: the first begins with an empty level.",
        "topic read /sensors/#",
        "topic read sensors/#"},
    LintRule{
        "A107",
        info,
        "slash at the end",
        "'a/' and 'a' are two topics: the first ends with an empty level.",
        "topic read sensors/",
        "topic read sensors/#"},
    LintRule{
        "A108",
        info,
        "empty level",
        "'a//b' and 'a/b' are two topics: the first has an empty level in between.",
        "topic read sensors//temperature",
        "topic read sensors/temperature"},
    LintRule{
        "A109",
        warning,
        "topics that look alike",
        "Topics are compared byte by byte: two that differ only by letter case or by a slash at "
        "either end are two topics, and one of them is seldom meant.",
        "user alice\ntopic read Home/lamp\ntopic write home/lamp",
        "user alice\ntopic readwrite home/lamp"},
    LintRule{
        "A110",
        warning,
        "shared subscription in a rule",
        "Rules are about topics, and messages of a shared subscription arrive under their own "
        "topic: the rule never applies.",
        "topic read $share/workers/jobs/#",
        "topic read jobs/#"},
    LintRule{
        "A111",
        warning,
        "$SYS misspelt",
        "The broker's own topics begin with $SYS in capital letters.",
        "topic read $sys/#",
        "topic read $SYS/#"},
    LintRule{
        "A112",
        info,
        "filter with a shorter form",
        "'+/#' matches what '#' does, and '/+/#' what '/#' does.",
        "user archive\ntopic read +/#",
        "user archive\ntopic read #"},
    LintRule{
        "A201",
        error,
        "substitution in a topic line",
        "%u and %c stand for names in pattern lines only; in a topic line they are themselves.",
        "topic readwrite devices/%u/#",
        "pattern readwrite devices/%u/#"},
    LintRule{
        "A202",
        warning,
        "pattern without a substitution",
        "A pattern applies to every client, known or not, wherever it stands. Without %u or %c it "
        "grants the same topics to all of them.",
        "user admin\npattern readwrite #",
        "user admin\ntopic readwrite #"},
    LintRule{
        "A203",
        warning,
        "substitution within a level",
        "Mosquitto 2.0 replaces %u and %c anywhere, 2.1 only where they are a whole level: the "
        "rule changes its meaning with an upgrade.",
        "pattern read devices/dev-%c/up",
        "pattern read devices/%c/up"},
    LintRule{
        "A204",
        error,
        "placeholder of another program",
        "Mosquitto knows %u (user name) and %c (client id), in lower case; anything else is a "
        "literal level that no client has.",
        "pattern readwrite devices/${username}/#",
        "pattern readwrite devices/%u/#"},
    LintRule{
        "A205",
        warning,
        "pattern within a user's rules",
        "A pattern applies to every client wherever it stands, and does not end the user's rules.",
        "user alice\npattern read devices/%u/#\ntopic read news",
        "user alice\ntopic read news\n\n# for every client\npattern read devices/%u/#"},
    LintRule{
        "A206",
        warning,
        "name at the first level",
        "A client's name becomes the root of its topics: a client with the name of another tree "
        "owns that tree.",
        "pattern readwrite %u/#\n\nuser app\ntopic read scooters/+/position",
        "pattern readwrite scooters/%u/#\n\nuser app\ntopic read scooters/+/position"},
    LintRule{
        "A207",
        warning,
        "writing by client id",
        "Clients choose their client id themselves, so %c tells nothing about who writes, unless "
        "the broker has use_username_as_clientid.",
        "pattern write devices/%c/up",
        "pattern write devices/%u/up"},
    LintRule{
        "A208",
        warning,
        "user name that does not fit in a variable",
        "Mosquitto puts a name with a slash in as it is, so that it becomes several levels and "
        "reaches into the topics of another user. In a native file an allow does not apply to "
        "such a name, and a deny is widened; clients without a name have none to put in.",
        "pattern readwrite dev/%u/#\n\nuser a/b\ntopic read news",
        "pattern readwrite dev/%u/#\n\nuser ab\ntopic read news"},
    LintRule{
        "A209",
        warning,
        "pattern deny with %u",
        "Patterns with %u, denies too, are passed over for clients without a user name.",
        "pattern read dev/#\npattern deny dev/%u/secret",
        "pattern read dev/#\npattern deny dev/+/secret"},
    LintRule{
        "A210",
        warning,
        "deny by client id alone",
        "Clients choose their client id themselves: who is denied by it takes another one.",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { any = true }
effect = "allow"
operation = "subscribe"
topic = "news/#"
[[rule]]
subject = { client-id = "spy" }
effect = "deny"
operation = "subscribe"
topic = "news/#")",
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
topic = "news/#")"},
};

} // namespace

std::span<const LintRule> topic_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
