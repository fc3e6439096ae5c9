// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/directions.hpp"
#include "common/acl/layout.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/lint_rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ostream>
#include <string>

using namespace mqttx::acl;
using namespace std::string_literals;

namespace {

/// The ids of all findings, in order, joined by blanks; those of severity info in brackets.
std::string ids(const std::string& text) {
    std::string joined;
    for (const auto& finding : lint(read_acl_file(text))) {
        joined += joined.empty() ? "" : " ";
        const std::string id{finding.id};
        joined += finding.severity == Severity::info ? "(" + id + ")" : id;
    }
    return joined;
}

Severity severity_of_only(const std::string& text) {
    const auto findings = lint(read_acl_file(text));
    REQUIRE(findings.size() == 1);
    return findings[0].severity;
}

/// Turns the escapes of the examples (\t \r \n \0 \xHH \u200B) into bytes.
std::string unescaped(std::string_view example) {
    std::string bytes;
    for (std::size_t at = 0; at < example.size(); ++at) {
        if (example[at] != '\\') {
            bytes += example[at];
            continue;
        }
        const char kind = example[++at];
        if (kind == 'x') {
            bytes +=
                static_cast<char>(std::stoi(std::string{example.substr(at + 1, 2)}, nullptr, 16));
            at += 2;
        } else if (kind == 'u') {
            bytes += "\xE2\x80\x8B";
            at += 4;
        } else {
            bytes += kind == 't' ? '\t' : kind == 'r' ? '\r' : kind == 'n' ? '\n' : '\0';
        }
    }
    return bytes;
}

/// What is shortened for people, such as (242 bytes more), as it is meant.
std::string at_length(std::string_view example) {
    const std::array<std::pair<std::string_view, std::string>, 3> shortened{
        {{"(242 bytes more)", std::string(242, 'b')},
         {"(65,536 bytes)", std::string(65'536, 'b')},
         {"(199 levels more)", std::string(198, '/') + "b"}}};
    std::string whole{example};
    for (const auto& [words, meaning] : shortened) {
        if (const auto at = whole.find(words); at != std::string::npos) {
            whole.replace(at, words.size(), meaning);
        }
    }
    return whole;
}

/// Of an example: the permission file, or the file beside it that stands behind "== NAME".
std::vector<Finding> findings_in(const std::string& example) {
    const auto mark = example.find("\n== ");
    const auto text = example.substr(0, mark);
    constexpr std::string_view moves = "\n== --target ";
    if (mark != std::string::npos && example.substr(mark).starts_with(moves)) {
        const auto name = example.substr(mark + moves.size());
        const Beside beside{
            .target = *std::find_if(all_targets.begin(), all_targets.end(), [&](Target target) {
                return target_name(target) == name;
            })};
        return detect_format(text) == Format::dynsec
                   ? lint(read_dynsec(text), {}, beside).findings
                   : lint(read_acl_file(text), {}, beside).findings;
    }
    if (detect_format(text) == Format::dynsec) {
        return lint(read_dynsec(text), {}).findings;
    }
    if (detect_format(text) == Format::emqx) {
        return lint(read_emqx(text), {}).findings;
    }
    if (detect_format(text) == Format::hivemq) {
        return lint(read_hivemq(text), {}).findings;
    }
    if (detect_format(text) == Format::native) {
        return lint(read_native(text), {}).findings;
    }
    const auto file = read_acl_file(text);
    const std::string_view tail =
        mark == std::string::npos ? std::string_view{} : std::string_view{example}.substr(mark);
    constexpr std::string_view has_pki = "\n== --pki ";
    constexpr std::string_view has_directions = "\n== --directions\n";
    constexpr std::string_view has_keyring = "\n== --keyring ";
    if (tail.starts_with(has_pki)) {
        const std::vector<ClientCertificate> certificates{
            {std::string{tail.substr(has_pki.size())}, {}}};
        return lint(file, {}, {.certificates = &certificates}).findings;
    }
    if (tail.starts_with(has_keyring)) {
        const std::vector<ProtectedTopic> topics{
            {"k", std::string{tail.substr(has_keyring.size())}}};
        return lint(file, {}, {.protected_topics = &topics}).findings;
    }
    if (tail.starts_with(has_directions)) {
        const auto directions = read_directions(tail.substr(has_directions.size()));
        return lint(file, {}, {.directions = &directions}).findings;
    }
    if (mark == std::string::npos) {
        return lint(file);
    }
    const auto policy = policy_of(file);
    const auto rest = example.substr(example.find('\n', mark + 1) + 1);
    const auto conf = read_mosquitto_conf(rest);
    const auto passwords = read_password_file(rest);
    const bool is_conf = example.substr(mark).starts_with("\n== mosquitto.conf");
    const Beside beside{is_conf ? &conf : nullptr, is_conf ? nullptr : &passwords};
    auto found = lint(file, {}, beside).findings;
    auto more = is_conf ? lint(conf, policy, {}).findings : lint(passwords, policy, {}).findings;
    found.insert(found.end(), more.begin(), more.end());
    return found;
}

bool finds(std::string_view id, const std::string& text) {
    const auto findings = findings_in(text);
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.id == id;
    });
}

/// The ids of what a run with default options shows.
std::string warnings_in(const std::string& text) {
    std::string joined;
    for (const auto& finding : findings_in(text)) {
        if (finding.severity != Severity::info) {
            joined.append(finding.id).append(" ");
        }
    }
    return joined;
}

} // namespace

TEST_CASE("every rule finds its bad example and is content with its good one") {
    for (const auto& rule : lint_rules()) {
        CHECK(find_lint_rule(rule.id) == &rule);
        if (rule.bad.starts_with('(')) {
            continue; // a mode, and too many users to be shown; the cases below have them
        }
        CAPTURE(rule.id);
        CHECK(finds(rule.id, unescaped(at_length(rule.bad))));
        CHECK_FALSE(finds(rule.id, unescaped(at_length(rule.good))));
        CHECK(warnings_in(unescaped(at_length(rule.good))).empty());
    }
    CHECK(find_lint_rule("A000") == nullptr);
    CHECK(std::is_sorted(
        lint_rules().begin(),
        lint_rules().end(),
        [](const LintRule& a, const LintRule& b) { return a.id < b.id; }
    ));
}

TEST_CASE("a correct file is left alone") {
    CHECK(ids("# Clients without a name.\n"
              "topic read $SYS/#\n"
              "\n"
              "user roger\n"
              "topic readwrite foo/bar\n"
              "topic deny foo/bar/secret\n"
              "\n"
              "# Everybody.\n"
              "pattern write $SYS/broker/connection/%c/state\n")
              .empty());
    CHECK(ids("user CN=roger,OU=Lab,O=Org\ntopic read host/100%cpu\n").empty());
    CHECK(ids("user Room #5\ntopic read a\n") == "A007"); // not certain, hence a warning
    CHECK(severity_of_only("user Room #5\ntopic read a\n") == Severity::warning);
}

TEST_CASE("longest topics and deepest ones") {
    CHECK(ids("topic read " + std::string(65535, 'a') + "\n").empty());
    CHECK(ids("topic read " + std::string(65536, 'a') + "\n") == "A104");
    CHECK(ids("topic read a" + std::string(201, '/') + "a\n") == "A105");
    CHECK(ids("topic deny " + std::string(244, 'a')) == "A015");
    CHECK(ids("topic deny " + std::string(243, 'a')) == "A308 (A016)");
}

TEST_CASE("one mistake is one finding") {
    CHECK(ids("topic read a # note\n") == "A007");
    CHECK(ids("topic a # note\n") == "A007");
    CHECK(ids("topic read a // note\n") == "A007");
    CHECK(ids("\t# note\n") == "A007");
    CHECK(ids("// note\n") == "A007");
    CHECK(ids("\ttopic read a\n") == "A002");
    CHECK(ids("topic read\ta b\n") == "A002");
    CHECK(ids("topic read\ta\n") == "A002");
    CHECK(ids("user alice\rtopic read a\r") == "A005 (A016)");
    CHECK(ids("# alice\rtopic read a\r") == "A005 (A016)");
    CHECK(ids("# alice\rsays\ntopic read a\n").empty());
    CHECK(ids("topic READ a\n") == "A009");
    CHECK(ids("topic write read a\n") == "A009");
    CHECK(ids("\xEF\xBB\xBFtopic read a\ntopic read b\n") == "A003");
    CHECK(ids("topic read \"a\"\n") == "A011");
    CHECK(ids("user a b\ntopic read a\n") == "(A012)");
    CHECK(ids("topic read living room\n") == "(A017)");
    CHECK(ids("topic read a\xC2\xA0\n") == "A017");
    CHECK(ids("topic $SYS/#\n") == "(A014) A406");
}

TEST_CASE("NUL bytes") {
    CHECK(ids("topic read a\n\0topic read b\ntopic read c\n"s) == "A004");
    CHECK(ids("topic read a\ntopic read b\0\ntopic deny c\n"s) == "A004");
}

TEST_CASE("patterns in and outside a user's rules") {
    CHECK(ids("user a\npattern read x/%u\n") == "A205");
    CHECK(ids("user a\ntopic read x\n\npattern read x/%u\n").empty());
    CHECK(ids("user a\ntopic read x\n\npattern read x/%u\n\ntopic read y\n") == "A205");
    CHECK(ids("user a\ntopic read x\n\npattern read x/%u\n\nuser b\ntopic read y\n").empty());
    CHECK(ids("pattern read x/%u\nuser b\ntopic read y\n").empty());
    CHECK(severity_of_only("user a\npattern readwrite a/b\n") == Severity::error);
    CHECK(severity_of_only("user a\n\npattern readwrite a/b\n") == Severity::warning);
    CHECK(ids("pattern read y/x%u\n") == "A203");
    CHECK(ids("pattern read x%u/y\n") == "A203 A206");
    CHECK(ids("pattern read x/%U\n") == "A204");
    CHECK(ids("topic read x/%u\n") == "A201");
    CHECK(severity_of_only("topic read x-%u\n") == Severity::warning);
}

TEST_CASE("findings point at their place") {
    const auto text = "user a\n  topic read a/#/b\n"s;
    const auto findings = lint(read_acl_file(text));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].span == Span{22, 23});
    CHECK(findings[0].message == "'#' must be the last level: Mosquitto refuses the file");
}

TEST_CASE("a refused line always has a finding of severity error") {
    for (const auto* text :
         {"user\n",
          "topic\n",
          "topic x y\n",
          "x\n",
          "topic a#\n",
          "\tuser a\n",
          " ; x\n",
          "topic\x01\n"}) {
        CAPTURE(text);
        const auto file = read_acl_file(text);
        REQUIRE(file.refused_line() != nullptr);
        const auto findings = lint(file);
        REQUIRE_FALSE(findings.empty());
        CHECK(findings[0].severity == Severity::error);
    }
}

TEST_CASE("files that others may change, or read") {
    const auto file = read_acl_file("user a\ntopic read x\n");
    const auto conf = read_mosquitto_conf("password_file p\n");
    CHECK(lint(file, {}, {.mode = 0644}).findings.empty());
    CHECK(lint(file, {}, {.conf = &conf, .mode = 0640}).findings.empty());
    REQUIRE(lint(file, {}, {.mode = 0666}).findings.size() == 1);
    CHECK(lint(file, {}, {.mode = 0666}).findings[0].severity == Severity::error);
    REQUIRE(lint(file, {}, {.conf = &conf, .mode = 0644}).findings.size() == 1);
    CHECK(lint(file, {}, {.conf = &conf, .mode = 0644}).findings[0].id == "A504");
}

TEST_CASE("so many users that loading takes long") {
    std::string text;
    for (int user = 0; user < 20'000; ++user) {
        text += "user u" + std::to_string(user) + "\ntopic read x" + std::to_string(user) + "\n";
    }
    CHECK_FALSE(finds("A509", text));
    CHECK(finds("A509", text + "user one\ntopic read y\n"));
}

TEST_CASE("mosquitto.conf: who is let in") {
    CHECK(read_mosquitto_conf("").lets_anonymous_in());
    CHECK_FALSE(read_mosquitto_conf("# c\n listener 1883\r\n").lets_anonymous_in());
    CHECK(read_mosquitto_conf("listener 1\nallow_anonymous  true\n").lets_anonymous_in());
    CHECK_FALSE(read_mosquitto_conf("allow_anonymous false").lets_anonymous_in());
    CHECK(read_mosquitto_conf("plugin /x.so").authenticates());
    CHECK_FALSE(read_mosquitto_conf("#plugin /x.so\nport 1").authenticates());
    const auto users = read_password_file("a:h\n\n#b:h\nc\nd:h");
    REQUIRE(users.users.size() == 2);
    CHECK(users.users[1].name == "d");
}
