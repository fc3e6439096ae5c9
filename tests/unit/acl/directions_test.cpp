// SPDX-License-Identifier: Apache-2.0
#include "common/acl/directions.hpp"
#include "common/acl/lint.hpp"
#include "common/base/text.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx::acl;
using mqttx::cat;

namespace {

std::string only_fault(std::string_view text) {
    const auto read = read_directions(text);
    REQUIRE(read.faults.size() == 1);
    return read.faults.front().message;
}

/// What is said of a file of users, one finding a line.
std::string said(const std::string& text) {
    const auto directions = read_directions("command home/+/set\ntelemetry home/+/state\n");
    REQUIRE(directions.faults.empty());
    std::string all;
    const auto file = read_acl_file(text);
    for (const auto& finding :
         lint(file, {.select = {"A409"}}, {.directions = &directions}).findings) {
        all +=
            cat(finding.span.in(text),
                ": ",
                finding.message.substr(0, finding.message.find(" may ")),
                ": ",
                finding.witness,
                finding.related ? cat(", ", finding.related->span.in(text)) : "",
                '\n');
    }
    return all;
}

} // namespace

TEST_CASE("a file of directions names commands and telemetry") {
    const std::string_view text = "\xEF\xBB\xBF# what goes where\n"
                                  "\n"
                                  "command home/+/set\r\n"
                                  "\ttelemetry  home/+/state \n"
                                  "command \"a b/#\"";
    const auto read = read_directions(text);
    CHECK(read.faults.empty());
    REQUIRE(read.commands.size() == 2);
    CHECK(read.commands[0].filter == "home/+/set");
    CHECK(read.commands[1].filter == "a b/#");
    CHECK(read.commands[1].span.in(text) == "command \"a b/#\"");
    REQUIRE(read.telemetry.size() == 1);
    CHECK(read.telemetry[0].span.in(text) == "telemetry  home/+/state");
}

TEST_CASE("what is wrong with directions is said with its place") {
    CHECK(only_fault("") == "no line says command FILTER");
    CHECK(only_fault("command a\n") == "no line says telemetry FILTER");
    CHECK(only_fault("telemetry a\n") == "no line says command FILTER");
    CHECK(only_fault("Command a\n") == "'Command' is no direction: command or telemetry");
    CHECK(only_fault("command\n") == "one topic filter must follow command");
    CHECK(only_fault("telemetry a b\n") == "one topic filter must follow telemetry");
    CHECK(only_fault("command a/#/b\n").starts_with("bad topic filter 'a/#/b': "));
    CHECK(only_fault("command \"a\n") == "a word in quotes has no end");
    CHECK(
        only_fault("command a/+\ntelemetry +/b\n") == "'a/b' would be both command and telemetry"
    );
    const auto read = read_directions("command\n\"a\nx a\n");
    REQUIRE(read.faults.size() == 3);
    CHECK(read.faults[0].span.begin < read.faults[1].span.begin);
    CHECK(read.faults[1].span.begin < read.faults[2].span.begin);
}

TEST_CASE("whoever may write commands and telemetry is found") {
    CHECK(
        said("user lamp\ntopic write home/lamp/#\n") ==
        "home/lamp/#: user 'lamp': home/lamp/set and home/lamp/state\n"
    );
    CHECK(
        said("user lamp\ntopic write home/lamp/state\ntopic write home/+/set\n") ==
        "home/+/set: user 'lamp': home/x/set and home/lamp/state, home/lamp/state\n"
    );
    CHECK(said("topic write home/#\n") == "home/#: anonymous: home/x/set and home/x/state\n");
    CHECK(said("user lamp\ntopic read home/#\ntopic write home/lamp/state\n").empty());
    CHECK(said("user lamp\ntopic write home/lamp/+\ntopic deny home/+/set\n").empty());
    CHECK(said("user control-admin\ntopic readwrite home/#\n").empty());
    CHECK(said("user lamp\n# mqttx: ignore[A409] it is the only one\ntopic write home/#\n").empty()
    );
}

TEST_CASE("what everybody may do is said once, what a user has beside it with the user") {
    const std::string patterns = "pattern write home/%u/state\npattern write home/%u/set\n";
    CHECK(
        said("user a\ntopic write x\n\nuser b\ntopic write home/b/state\n\n" + patterns) ==
        "home/%u/set: every client: home/a/set and home/a/state, home/%u/state\n"
    );
    CHECK(
        said("user a\ntopic write home/b/set\n\npattern write home/%u/state\n") ==
        "home/b/set: user 'a': home/b/set and home/a/state, home/%u/state\n"
    );
}
