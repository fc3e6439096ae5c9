// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx::acl;

namespace {

struct Read {
    std::string text;
    AclFile file;
    AclLine line;

    explicit Read(std::string given)
        : text{std::move(given)}, file{read_acl_file(text)}, line{file.lines.at(0)} {}

    [[nodiscard]] std::string_view value() const { return line.value.in(text); }
};

} // namespace

TEST_CASE("rules with and without access word") {
    const Read read{"topic read a/b c/#\n"};
    CHECK(read.line.kind == LineKind::topic);
    CHECK(read.line.access == Access::read);
    CHECK(read.value() == "a/b c/#");
    CHECK(read.line.value == Span{11, 18});
    CHECK(read.line.keyword == Span{0, 5});
    CHECK(read.line.access_word == Span{6, 10});

    const Read bare{"pattern  x/%u  \r\n"};
    CHECK(bare.line.kind == LineKind::pattern);
    CHECK(bare.line.access == Access::readwrite);
    CHECK(bare.line.access_word.empty());
    CHECK(bare.value() == "x/%u");

    CHECK(Read{"topic deny a"}.line.access == Access::deny);
    CHECK(Read{"topic write a"}.line.access == Access::write);
    CHECK(Read{"topic read \t a"}.value() == "a");
}

TEST_CASE("one word alone is the topic") {
    for (const std::string word : {"deny", "read", "readwrite", "read\tfoo"}) {
        const Read read{"topic " + word + "\n"};
        CHECK(read.value() == word);
        CHECK(read.line.access == Access::readwrite);
        CHECK(read.line.refusal == Refusal::none);
    }
}

TEST_CASE("a user name is the rest of the line") {
    CHECK(Read{"user alice # admin \n"}.value() == "alice # admin");
    CHECK(Read{"  user   alice\n"}.value() == "alice");
    CHECK(Read{"user \"alice\""}.value() == "\"alice\"");
    CHECK(Read{"user a\rtopic read x\r"}.value() == "a\rtopic read x");
}

TEST_CASE("what the broker refuses") {
    const auto refusal = [](std::string text) { return Read{std::move(text)}.line.refusal; };
    CHECK(refusal("Topic read a") == Refusal::unknown_keyword);
    CHECK(refusal(" # comment") == Refusal::unknown_keyword);
    CHECK(refusal("\xEF\xBB\xBFtopic read a") == Refusal::unknown_keyword);
    CHECK(refusal("topic\tread a") == Refusal::unknown_keyword);
    CHECK(refusal("user") == Refusal::no_user_name);
    CHECK(refusal("user  ") == Refusal::no_user_name);
    CHECK(refusal("topic") == Refusal::no_topic);
    CHECK(refusal("topic rw a") == Refusal::unknown_access);
    CHECK(refusal("topic a b") == Refusal::unknown_access);
    CHECK(refusal("topic read a/#/b") == Refusal::bad_topic);
    CHECK(refusal("topic a+") == Refusal::bad_topic);
    CHECK(refusal("topic read " + std::string(65535, 'a')) == Refusal::none);
    CHECK(refusal("topic read " + std::string(65536, 'a')) == Refusal::bad_topic);
    CHECK(refusal("topic read " + std::string(200, '/')) == Refusal::none);
    CHECK(refusal("topic read " + std::string(201, '/')) == Refusal::bad_topic);
}

TEST_CASE("every line is there, and a refused one does not stop the reading") {
    const auto file = read_acl_file("# c\n\nuser a\nbad\ntopic b\n");
    REQUIRE(file.lines.size() == 5);
    CHECK(file.lines[0].kind == LineKind::comment);
    CHECK(file.lines[1].kind == LineKind::blank);
    CHECK(file.lines[4].kind == LineKind::topic);
    CHECK(file.refused_line() == &file.lines[3]);
    CHECK(read_acl_file("topic a\n").refused_line() == nullptr);
}

TEST_CASE("positions count lines and code points from one") {
    const LineIndex index{"a\nb\xC3\xA9\xFFz\r\n\nd"};
    CHECK(index.position(0).line == 1);
    CHECK(index.position(6).line == 2);
    CHECK(index.position(6).column == 4);
    CHECK(index.position(9).line == 3);
    CHECK(index.position(10).line == 4);
    CHECK(index.line(2) == "b\xC3\xA9\xFFz");
    CHECK(index.line(3).empty());
    CHECK(index.line(4) == "d");
}
