// SPDX-License-Identifier: Apache-2.0
#include "common/acl/toml.hpp"
#include "common/base/text.hpp"
#include "common/io/toml.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

/// Each fault as "line:column sentence".
std::vector<std::string> faults_in(std::string_view text) {
    const LineIndex index{text};
    std::vector<std::string> all;
    for (const auto& fault : read_toml(text).faults) {
        const auto at = index.position(fault.span.begin);
        all.push_back(cat(at.line, ':', at.column, ' ', fault.message));
    }
    return all;
}

using Faults = std::vector<std::string>;

} // namespace

TEST_CASE("every key and value has its place") {
    const std::string_view text =
        "a = 'x'\n[t]\nb = [1, {c = true}] # end\n[[l]]\nd.e = 2\n[[l]]\n";
    const auto toml = read_toml(text);
    REQUIRE(toml.faults.empty());
    const auto a = toml.find(0, "a");
    CHECK(toml[a].text == "x");
    CHECK(toml[a].span.in(text) == "'x'");
    CHECK(toml[a].key_span.in(text) == "a");
    const auto t = toml.find(0, "t");
    CHECK(toml[t].span.in(text) == "[t]");
    const auto b = toml.find(t, "b");
    CHECK(toml[b].span.in(text) == "[1, {c = true}]");
    CHECK(toml[toml[b].last].span.in(text) == "{c = true}");
    CHECK(toml.end_of(t) == text.find(" # end"));
    const auto l = toml.find(0, "l");
    CHECK(toml[l].count == 2);
    const auto d = toml.find(toml[l].first, "d");
    CHECK(toml[toml.find(d, "e")].kind == TomlKind::integer);
    CHECK(toml.find(0, "nothing") == no_node);
}

TEST_CASE("strings mean what TOML says") {
    const auto string = [](std::string_view text) {
        const auto toml = read_toml(text);
        CHECK(toml.faults.empty());
        return std::string{toml[toml.find(0, "a")].text};
    };
    CHECK(string(R"(a = "x\t\"\\\u00e9\U0001F600")") == "x\t\"\\\u00e9\U0001F600");
    CHECK(string(R"(a = 'x\t')") == "x\\t");
    CHECK(string("a = \"\"\"\nx\\\n   y\n\"z\" \"\"\"\"\"") == "xy\n\"z\" \"\"");
    CHECK(string("a = '''\r\nx\ny'''") == "x\ny");
    CHECK(string("a = ''").empty());
    CHECK(string("\"a\" = 'quoted # no comment'") == "quoted # no comment");
}

TEST_CASE("many keys are found as fast as few, and are not there twice") {
    std::string text;
    for (int at = 0; at < 100; ++at) {
        text += cat("key", at, " = ", at, "\n");
    }
    CHECK(read_toml(text).faults.empty());
    CHECK(faults_in(text + "key57 = 1\n") == Faults{"101:1 the key 'key57' is there already"});
}

TEST_CASE("all faults of a file are reported, each with its place") {
    CHECK(
        faults_in("a = \nb = 1 2\n= 3\nc = \"open\nd = \"\\x\"\n[t\n[u]\ne = 01\ne = [1, 2\nf = 1\n"
                  "g = {x = 1\nh = 99999999999999999999\ni = 1\ni = 2\n[u]\n\xC3\n") ==
        Faults{
            "1:5 a value is expected: text stands in quotes",
            "2:7 the line should end here",
            "3:1 a key is expected",
            "4:5 a string without its closing quote",
            "5:6 no such escape in a string",
            "6:3 ] is expected",
            "8:5 a number does not begin with 0",
            "9:5 an array without its ]",
            "11:11 a table in braces ends in its line",
            "12:5 a number beyond 64 bits",
            "14:1 the key 'i' is there already",
            "15:2 the table 'u' is there already",
            "16:1 bytes that are not UTF-8",
            "16:1 a key is expected"}
    );
    const auto toml = read_toml("a = 1\na = 2\n");
    REQUIRE(toml.faults.size() == 1);
    CHECK(toml.faults.front().first == Span{0, 1});
}

TEST_CASE("what is nested too deep ends the value, not the program") {
    const std::string deep(100000, '[');
    CHECK(faults_in("a = " + deep) == Faults{"1:105 too many values within each other"});
}

TEST_CASE("toml++ is of the same opinion about what is TOML") {
    constexpr std::array<std::string_view, 41> documents{
        "",
        "a.b.c = 1\na.b.d = 2",
        "a = 1\na.b = 2",
        "[a]\nb = 1\n[a.c]\nd = 1",
        "[a.b]\n[a]\nc = 1",
        "[a]\n[a]",
        "[[a]]\n[a.b]\n[[a]]\n[a.b]",
        "[a]\n[[a]]",
        "[[a]]\n[a]",
        "a = [1, 'x', [2]]",
        "a = [1,\n2, # two\n]",
        "a = [1,,2]",
        "a = {b = 1, c.d = 2}",
        "a = {b = 1,}",
        "a = {}\n[a.b]",
        "a = 1979-05-27T07:32:00Z\nb = 07:32:00.5\nc = 1979-05-27 07:32:00-08:00\nd = 2024-02-29",
        "a = 2023-02-29",
        "a = 1_000\nb = 0xdead_beef\nc = 0o17\nd = 0b1",
        "a = 1__0",
        "a = +0x1",
        "a = 1.5e3\nb = -inf\nc = nan\nd = 1e5",
        "a = 1.",
        "a = .5",
        "a = \"\\uD800\"",
        "a = \"x\ty\"\nb = 'tab\there'",
        "a = 'x\x01'",
        "# comment \x7F",
        "'quoted key'.\"other\" = 1",
        "\"\"\"a\"\"\" = 1",
        "a = 'x' b = 'y'",
        "= 1",
        "a",
        "[]",
        "[a.]",
        "[ a . b ]\nc = 1",
        "a = -9223372036854775808\nb = 9223372036854775807",
        "a = 9223372036854775808",
        "a = tru",
        "a = \"\"\"one \"\"two\"\"\"",
        "\xEF\xBB\xBF"
        "a = 1",
        "a\rb = 1",
    };
    for (const auto document : documents) {
        CAPTURE(document);
        CHECK(read_toml(document).faults.empty() == toml::parse(document).succeeded());
    }
}
