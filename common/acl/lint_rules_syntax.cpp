// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A001",
        error,
        "unknown keyword",
        "A line begins with user, topic, pattern or '#', in lower case; Mosquitto refuses to start "
        "with any other, and after a reload lets everybody do everything.",
        "Topic read sensors/#",
        "topic read sensors/#"},
    LintRule{
        "A002",
        error,
        "TAB between words",
        "Only spaces separate words. A TAB after the keyword makes the broker refuse the file; "
        "after the access word it silently becomes part of the topic.",
        R"(topic read\tsensors/#)",
        "topic read sensors/#"},
    LintRule{
        "A003",
        error,
        "byte order mark",
        "The three bytes EF BB BF are read as part of the first keyword, and the broker refuses "
        "the file.",
        "\\xEF\\xBB\\xBFtopic read a",
        "topic read a"},
    LintRule{
        "A004",
        error,
        "NUL byte",
        "Nothing that follows a NUL byte is read, to the end of the file: its denies are gone.",
        "topic read a/#\\0\ntopic deny a/secret",
        "topic read a/#\ntopic deny a/secret"},
    LintRule{
        "A005",
        error,
        "carriage return within a line",
        "Lines end with a line feed. Where only carriage returns end them, the broker reads them "
        "as one line.",
        "user alice\\rtopic read a",
        "user alice\ntopic read a"},
    LintRule{
        "A006",
        info,
        "lines end with CR LF",
        "Mosquitto accepts it; other readers of the format keep the carriage return as part of the "
        "topic.",
        "topic read a\\r\\n",
        "topic read a\\n"},
    LintRule{
        "A007",
        error,
        "comment that is not one",
        "Only a '#' in the first column begins a comment. An indented one makes the broker refuse "
        "the file; one after a rule or a name becomes part of it.",
        "user alice # admin",
        "# admin\nuser alice"},
    LintRule{
        "A008",
        error,
        "access word without a topic",
        "A single word after the keyword is the topic: 'topic deny' grants readwrite on the topic "
        "named deny.",
        "topic read sensors/#\ntopic deny",
        "topic read sensors/#\ntopic deny sensors/secret"},
    LintRule{
        "A009",
        error,
        "unknown access word",
        "The access is read, write, readwrite or deny, in lower case; the broker refuses any other "
        "word when a topic follows it.",
        "user alice\ntopic rw sensors/#",
        "user alice\ntopic readwrite sensors/#"},
    LintRule{
        "A010",
        error,
        "user without a name",
        "The broker refuses a user line without a name.",
        "user",
        "user alice"},
    LintRule{
        "A011",
        warning,
        "quotes",
        "Quotes are not special: they are part of the name or topic, which then nobody has.",
        "user \"alice\"",
        "user alice"},
    LintRule{
        "A012",
        warning,
        "list of users",
        "A user line holds one name, the whole rest of the line: a list is one long name.",
        "user alice,bob\ntopic read a",
        "user alice\ntopic read a\nuser bob\ntopic read a"},
    LintRule{
        "A013",
        warning,
        "name that looks like a group of users",
        "Names are compared byte by byte: '*' and 'everyone' are ordinary names. Rules for clients "
        "without a name stand before the first user line, rules for all are pattern lines.",
        "user *\ntopic read news/#",
        "pattern read news/#"},
    LintRule{
        "A014",
        info,
        "no access word",
        "A rule without an access word grants both reading and writing.",
        "user alice\ntopic sensors/1",
        "user alice\ntopic readwrite sensors/1"},
    LintRule{
        "A015",
        error,
        "last line is lost",
        "A last line without a line feed whose length is 255 bytes, or 1,000 more, or 2,000 more "
        "..., exactly fills the broker's buffer and is dropped.",
        "topic read a/#\ntopic deny a/(242 bytes more)",
        "topic read a/#\ntopic deny a/(242 bytes more)\\n"},
    LintRule{
        "A016",
        info,
        "no line feed at the end",
        "Lines that are appended later would become part of the last one.",
        "topic read a",
        "topic read a\\n"},
    LintRule{
        "A017",
        warning,
        "white space or an invisible character",
        "Spaces within a name or topic belong to it, and so do characters that cannot be seen: no "
        "client uses the same ones by accident.",
        "topic read sen\\u200Bsors/#",
        "topic read sensors/#"},
    LintRule{
        "A018",
        error,
        "not UTF-8",
        "Topics and user names on the wire are UTF-8 (MQTT 5 section 1.5.4): a rule with other "
        "bytes never applies.",
        "topic read caf\\xE9",
        "topic read caf\\xC3\\xA9"},
    LintRule{
        "A019",
        error,
        "control character",
        "Mosquitto closes the connection of a client that uses a control character or a "
        "noncharacter: the rule never applies.",
        "topic read a\\x01b",
        "topic read ab"},
    LintRule{
        "A020",
        warning,
        "letters that are others than they seem",
        "Names are compared byte by byte: an accent apart from its letter, or a Cyrillic or Greek "
        "letter that looks like a Latin one, makes another topic.",
        "user alice\ntopic read caf\x65\xcc\x81",
        "user alice\ntopic read caf\xc3\xa9"},
    LintRule{
        "A021",
        error,
        "not JSON",
        "A dynamic security configuration is JSON; the plugin takes nothing of a file that is not.",
        R"({"roles": [{"rolename": "r"]})",
        R"({"roles": [{"rolename": "r"}]})"},
    LintRule{
        "A022",
        warning,
        "member that is there twice",
        "Of two members with the same name, letter case aside, the broker takes the first.",
        R"({"roles": [{"rolename": "r", "rolename": "s"}]})",
        R"({"roles": [{"rolename": "r"}]})"},
    LintRule{
        "A023",
        error,
        "entry that is passed over",
        "An entry without a name or topic, or with an unknown acltype, does not count; the broker "
        "says nothing. A deny that is passed over denies nothing.",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publish", "topic": "dev/#", "allow": true}]}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allow": true}]}]})"},
    LintRule{
        "A024",
        warning,
        "value of the wrong kind",
        "The broker takes the default instead: a number in quotes is no priority, and a truth "
        "value in quotes denies.",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allow": "true"}]}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allow": true}]}]})"},
    LintRule{
        "A025",
        warning,
        "unknown member",
        "The broker does not read it; a misspelt one is missing.",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allowed": true}]}]})",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "dev/#", "allow": true}]}]})"},
};

} // namespace

std::span<const LintRule> syntax_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
