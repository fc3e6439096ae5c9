// SPDX-License-Identifier: Apache-2.0
#include "common/acl/cases.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::acl;

namespace {

std::string only_fault(std::string_view text) {
    const auto file = read_cases(text);
    CHECK(file.cases.empty());
    REQUIRE(file.faults.size() == 1);
    return file.faults.front().message;
}

} // namespace

TEST_CASE("a case is a question and the answer it should have") {
    const std::string_view text = "\xEF\xBB\xBF# intentions\n"
                                  "\n"
                                  "alice publish home/door 2 allow\r\n"
                                  " -\tsubscribe  home/#  partly \n"
                                  "\"-\" receive \"a b/\\u00e9\" deny";
    const auto file = read_cases(text);
    CHECK(file.faults.empty());
    REQUIRE(file.cases.size() == 3);
    CHECK(file.cases[0].user == "alice");
    CHECK(file.cases[0].action.operation == Operation::publish);
    CHECK(file.cases[0].action.qos == 2);
    CHECK(file.cases[0].topic == "home/door");
    CHECK(file.cases[0].expected == Answer::allowed);
    CHECK(file.cases[0].span.in(text) == "alice publish home/door 2 allow");
    CHECK_FALSE(file.cases[1].user);
    CHECK(file.cases[1].action.operation == Operation::subscribe);
    CHECK(file.cases[1].action.qos == 0);
    CHECK(file.cases[1].expected == Answer::partly);
    CHECK(file.cases[1].span.in(text) == "-\tsubscribe  home/#  partly");
    CHECK(file.cases[2].user == "-");
    CHECK(file.cases[2].topic == "a b/\u00e9");
}

TEST_CASE("every fault of every line is told") {
    const std::string_view text = "alice pubish a# allow\n"
                                  "alice publish home/+ 3 maybe\n"
                                  "bob publish a allow\n";
    const auto file = read_cases(text);
    CHECK(file.cases.size() == 1);
    REQUIRE(file.faults.size() == 4);
    CHECK(file.faults[0].span.in(text) == "pubish");
    CHECK(file.faults[1].span.in(text) == "home/+");
    CHECK(file.faults[2].span.in(text) == "3");
    CHECK(file.faults[3].span.in(text) == "maybe");
}

TEST_CASE("what is no case") {
    CHECK(only_fault("") == "no case stands in it");
    CHECK(only_fault("# alice publish a allow\n") == "no case stands in it");
    CHECK(only_fault(" # x\n").starts_with("a comment begins in the first column"));
    CHECK(only_fault("alice publish a").ends_with("not 3 words"));
    CHECK(only_fault("a publish b 0 allow now").ends_with("not 6 words"));
    CHECK(only_fault("a publish b partly").starts_with("only a subscribe can be"));
    CHECK(only_fault("\"\" publish b allow") == "a client without user name is written -");
    CHECK(only_fault("\xFF publish b allow").starts_with("the user name is not UTF-8"));
    CHECK(only_fault("\"a publish b allow") == "a word in quotes has no end");
    CHECK(only_fault("\"a\"b publish b allow") == "a blank must follow a word in quotes");
    CHECK(only_fault("\"\\x\" publish b allow").find("escape") != std::string::npos);
    CHECK(only_fault("a subscribe a/#/b allow").starts_with("bad topic filter 'a/#/b': "));
}
