// SPDX-License-Identifier: Apache-2.0
// What the reader of permission files says, asked of the real broker: whether it starts with the
// file, and which patterns without substitution it read (it names each in a warning).
#include "common/acl/acl_file.hpp"
#include "common/base/bytes.hpp"
#include "tests/broker/broker_start.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <ostream>
#include <random>

using namespace mqttx::acl;
using namespace std::string_literals;
using broker_start::Start;

namespace {

/// The topics of pattern lines without %u and %c, up to the line that stops the broker.
std::vector<std::string> plain_patterns(const AclFile& file) {
    std::vector<std::string> topics;
    for (const auto& line : file.lines) {
        if (line.refusal != Refusal::none) {
            break;
        }
        const std::string topic{line.value.in(file.text)};
        if (line.kind == LineKind::pattern && topic.find("%u") == std::string::npos &&
            topic.find("%c") == std::string::npos) {
            topics.push_back(topic);
        }
    }
    return topics;
}

std::string visible(const std::string& text) {
    return mqttx::to_hex(mqttx::as_bytes(text));
}

void check_agreement(const std::string& text) {
    const auto file = read_acl_file(text);
    const Start start = broker_start::with_acl_file(text);
    CAPTURE(visible(text));
    CHECK(start.exit_code == (file.refused_line() != nullptr ? 3 : 0));
    CHECK(start.plain_patterns == plain_patterns(file));
}

std::string pattern_of(std::size_t line_size) {
    return "pattern read " + std::string(line_size - 13, 'x');
}

/// Lines made of what matters to the grammar, joined by all kinds of line ends.
std::string random_file(std::mt19937& random) {
    static const std::vector<std::string> words{
        "topic", "pattern", "user", "read", "write", "readwrite", "deny", "rw",
        "a/b",   "#",       "a/#",  "+/x",  "a+",    "%u/x",      "\t",   " ",
        "x y",   "\r",      "# c",  "\xFF", "\0"s,   "\v",        "//",   "alice"};
    static const std::vector<std::string> beginnings{
        "", "", "", "# ", "pattern ", "pattern read ", "topic read ", "user ", "pattern deny  "};
    static const std::vector<std::string> ends{"\n", "\n", "\n", "\n", "\r\n", " \n", "\n\n"};
    const auto any = [&](const auto& list) { return list[random() % list.size()]; };
    std::string text;
    for (auto lines = random() % 4; lines > 0; --lines) {
        text += any(beginnings);
        for (auto count = random() % 3; count > 0; --count) {
            text += any(words) + (random() % 3 == 0 ? "" : " ");
        }
        if (random() % 8 == 0) {
            text += std::string(random() % 1400, 'z');
        }
        text += any(ends);
    }
    if (random() % 4 == 0) {
        text += "pattern read last";
    }
    return text;
}

} // namespace

TEST_CASE("what the broker refuses") {
    for (const auto& text :
         {"topic\tread a\n"s,
          "\ttopic read a\n"s,
          "\xEF\xBB\xBFtopic read a\n"s,
          "\xEF\xBB\xBF"s,
          "  # indented\n"s,
          "Topic read a\n"s,
          "group a\n"s,
          "topic read a/#/b\n"s,
          "topic read a#\n"s,
          "topic read a+/b\n"s,
          "topic read +a\n"s,
          "topic read a # note\n"s,
          "topic a # note\n"s,
          "topic rw a\n"s,
          "topic READ a\n"s,
          "topic allow a\n"s,
          "topic subscribe a\n"s,
          "topic read,write a\n"s,
          "topic a b\n"s,
          "topic\n"s,
          "topic  \n"s,
          "pattern\n"s,
          "user\n"s,
          "user \t \n"s,
          "topic read\ta b\n"s,
          "pattern read a/%u#\n"s,
          "pattern a\rpattern b\r"s}) {
        CHECK(read_acl_file(text).refused_line() != nullptr);
        check_agreement(text);
    }
    check_agreement("pattern read " + std::string(65536, 'a') + "\n");
    check_agreement("topic read " + std::string(201, '/') + "\n");
}

TEST_CASE("what the broker takes, whatever was meant") {
    for (const auto& text :
         {""s,
          "\n \t\n# comment\n"s,
          "topic read\ta\n"s,
          "pattern read\ta\n"s,
          "pattern deny\n"s,
          "pattern readwrite\n"s,
          "pattern read \t a\n"s,
          "pattern read  a b  c \r\n"s,
          "pattern write read a\n"s,
          "pattern \"a\"\n"s,
          "pattern read a // note\n"s,
          "   pattern    read    a\n"s,
          "user alice # admin\npattern a\n"s,
          "user a\rpattern b\r"s,
          "pattern a\xFF\xFE\n"s,
          "pattern x/%U\n"s,
          "pattern $share/g/a\n"s,
          "pattern /\npattern //\n"s}) {
        CHECK(read_acl_file(text).refused_line() == nullptr);
        check_agreement(text);
    }
    check_agreement("topic read " + std::string(65535, 'a') + "\n");
    check_agreement("topic read " + std::string(200, '/') + "\n");
}

TEST_CASE("a last line that fills the buffer") {
    check_agreement(pattern_of(254));
    check_agreement(pattern_of(255));
    check_agreement(pattern_of(255) + "\n");
    check_agreement(pattern_of(256));
    check_agreement("pattern a\n" + pattern_of(255));
    check_agreement("pattern a\n" + pattern_of(255) + "\r");
    check_agreement("# " + std::string(298, 'x') + "\n" + pattern_of(255));
    check_agreement("# " + std::string(252, 'x') + "\n" + pattern_of(255));
    check_agreement("# " + std::string(253, 'x') + "\n" + pattern_of(255));
    check_agreement("topic read " + std::string(1244, 'x'));
    check_agreement("bad " + std::string(251, 'x'));
}

TEST_CASE("NUL bytes") {
    check_agreement("pattern a\npattern b\0c\npattern d\n"s);
    check_agreement("pattern a\npattern b\0c\npattern d"s);
    check_agreement("pattern a\npattern b\0c"s);
    check_agreement("pattern a\n\0pattern b\npattern c\n"s);
    check_agreement("pattern a\n\0" + std::string(300, 'x') + "\npattern c\n"s);
    check_agreement("pattern a\n\0"s + std::string(244, ' ') + "         pattern b\npattern c\n"s);
    check_agreement("pattern a\0"s + std::string(245, 'x'));
    check_agreement("pattern a\0"s + std::string(246, 'x'));
    check_agreement("pattern a\0\n"s + std::string(999, 'x'));
    check_agreement("pattern a\0\n"s + std::string(1000, 'x'));
    check_agreement("pattern a\0\n"s + std::string(2000, 'x'));
    check_agreement("pattern a\0\nbad\n"s + std::string(7, 'x'));
}

TEST_CASE("random files") {
    std::mt19937 random{20220127};
    for (int round = 0; round < 150; ++round) {
        check_agreement(random_file(random));
    }
}
