// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rules.hpp"

#include <algorithm>
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
        "topic read\\tsensors/#",
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
        "topic read a\\0\ntopic deny a/secret",
        "topic read a\ntopic deny a/secret"},
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
        "topic deny",
        "topic deny #"},
    LintRule{
        "A009",
        error,
        "unknown access word",
        "The access is read, write, readwrite or deny, in lower case; the broker refuses any other "
        "word when a topic follows it.",
        "topic rw sensors/#",
        "topic readwrite sensors/#"},
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
        "topic sensors/1",
        "topic readwrite sensors/1"},
    LintRule{
        "A015",
        error,
        "last line is lost",
        "A last line without a line feed whose length is 255 bytes, or 1,000 more, or 2,000 more "
        "..., exactly fills the broker's buffer and is dropped.",
        "topic deny a/(245 bytes more)",
        "topic deny a/(245 bytes more)\\n"},
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
        "topic read a/a/a/(198 levels more)",
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
        "topic read +/#",
        "topic read #"},
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
        "pattern write devices/dev-%c/up",
        "pattern write devices/%c/up"},
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
        "A510",
        info,
        "no rule at all",
        "With an acl_file that holds no rule, every client is denied everything.",
        "# nothing",
        "topic read public/#"},
};

} // namespace

std::span<const LintRule> lint_rules() noexcept {
    return rules;
}

const LintRule* find_lint_rule(std::string_view id) noexcept {
    const auto rule = std::lower_bound(
        rules.begin(),
        rules.end(),
        id,
        [](const LintRule& known, std::string_view wanted) { return known.id < wanted; }
    );
    return rule != rules.end() && rule->id == id ? &*rule : nullptr;
}

} // namespace mqttx::acl
