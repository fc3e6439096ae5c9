// SPDX-License-Identifier: Apache-2.0
#include "common/acl/json.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <ostream>

using namespace mqttx::acl;
using Cause = JsonFault::Cause;

namespace {

std::vector<Cause> causes(std::string_view text) {
    std::vector<Cause> found;
    for (const auto& fault : read_json(text).faults) {
        found.push_back(fault.cause);
    }
    return found;
}

/// The text of a string within an array, which is the whole document.
std::string string_in(const std::string& text) {
    const auto document = read_json(text);
    REQUIRE(document.nodes.size() == 2);
    return JsonValue{document, 1}.text();
}

int number_in(const std::string& text) {
    const auto document = read_json(text);
    REQUIRE(document.root());
    return document.root()->whole_number();
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

TEST_CASE("values are found with their places") {
    const std::string_view text =
        "\xEF\xBB\xBF { \"a\" : [1, true, null],\r\n\t\"b\":{\"c\":\"d\"} } ";
    const auto document = read_json(text);
    CHECK(document.faults.empty());
    const auto root = document.root();
    REQUIRE(root);
    CHECK(root->kind() == JsonKind::object);
    CHECK(root->span() == Span{4, static_cast<std::uint32_t>(text.size() - 1)});
    std::string seen;
    root->each_member([&](const JsonValue& name, const JsonValue& value) {
        seen += name.text() + '=' + std::string{value.span().in(text)} + ';';
    });
    CHECK(seen == "a=[1, true, null];b={\"c\":\"d\"};");
    const auto list = root->member("a");
    REQUIRE(list);
    std::string elements;
    list->each_element([&](const JsonValue& value) { elements += value.text() + ' '; });
    CHECK(elements == "1 true null ");
    CHECK(root->member("b")->member("c")->text() == "d");
    CHECK_FALSE(root->member("d"));
    CHECK_FALSE(list->member("a"));
}

TEST_CASE("names are found whatever their letter case, and the first of several") {
    const auto document = read_json(R"({"Topic":"1","topic":"2"})");
    CHECK(document.root()->member("topic")->text() == "1");
    REQUIRE(document.faults.size() == 1);
    CHECK(document.faults[0].cause == Cause::duplicate_member);
    CHECK(document.faults[0].span == Span{13, 20});
    CHECK(document.faults[0].first == Span{1, 8});
    CHECK(document.error() == nullptr);
}

TEST_CASE("escapes of strings") {
    CHECK(string_in(R"(["\"\\\/\b\f\n\r\t"])") == "\"\\/\b\f\n\r\t");
    CHECK(string_in(R"(["\u00e4\u20AC\ud83d\ude00"])") == "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
    CHECK(string_in(R"(["a\u0000b"])") == "a");
    CHECK(causes(R"(["a\u0000b"])") == std::vector{Cause::nul_in_text});
}

TEST_CASE("what is wrong within strings is all reported") {
    CHECK(
        causes("[\"\\x\", \"\\ud800\", \"\\udc00\\ud800\", \"\\u12g4\"]") ==
        std::vector{
            Cause::bad_escape,
            Cause::bad_escape,
            Cause::bad_escape,
            Cause::bad_escape,
            Cause::bad_escape}
    );
    CHECK(
        causes("[\"a\tb\", \"\xC3\", \"\xED\xA0\x80\"]") ==
        std::vector{
            Cause::control_in_text,
            Cause::invalid_utf8,
            Cause::invalid_utf8,
            Cause::invalid_utf8,
            Cause::invalid_utf8}
    );
}

TEST_CASE("texts that are no JSON") {
    CHECK(causes("") == std::vector{Cause::nothing_there});
    CHECK(causes(" \r\n") == std::vector{Cause::nothing_there});
    CHECK(causes("{\"a\":1} x") == std::vector{Cause::trailing_text});
    CHECK(causes("[1,]") == std::vector{Cause::unexpected});
    CHECK(causes("[1 2]") == std::vector{Cause::unexpected});
    CHECK(causes("[,1]") == std::vector{Cause::unexpected});
    CHECK(causes("{\"a\" 1}") == std::vector{Cause::unexpected});
    CHECK(causes("{a:1}") == std::vector{Cause::unexpected});
    CHECK(causes("{\"a\":1,}") == std::vector{Cause::unexpected});
    CHECK(causes("[1}") == std::vector{Cause::unexpected});
    CHECK(causes("tru") == std::vector{Cause::unexpected});
    CHECK(causes("[1") == std::vector{Cause::unfinished});
    CHECK(causes("\"abc") == std::vector{Cause::unfinished});
    CHECK(causes("{\"a\":") == std::vector{Cause::unfinished});
    CHECK(causes(std::string_view{"[1\0]", 4}) == std::vector{Cause::nul_byte});
    CHECK(causes(std::string_view{"[1]\0\0", 5}) == std::vector{Cause::nul_byte});
    CHECK(causes(std::string_view{"\"a\0b\"", 5}) == std::vector{Cause::nul_byte});
    for (const std::string text : {"01", "1.", ".5", "-", "1e", "1e+", "+1", "0x1", "1.5.2"}) {
        CAPTURE(text);
        CHECK_FALSE(causes(text).empty());
    }
}

TEST_CASE("numbers are cut to whole ones") {
    CHECK(number_in("17") == 17);
    CHECK(number_in("-1.9") == -1);
    CHECK(number_in("1e3") == 1000);
    CHECK(number_in("1e300") == std::numeric_limits<int>::max());
    CHECK(number_in("-1e999") == std::numeric_limits<int>::min());
    CHECK(number_in("1e-999") == 0);
    CHECK(number_in("\"5\"") == 0);
}

TEST_CASE("depth has a limit") {
    CHECK(causes(nested(deepest_json)).empty());
    CHECK(causes(nested(deepest_json + 1)) == std::vector{Cause::too_deep});
    CHECK(causes(std::string(10'000'000, '[')) == std::vector{Cause::too_deep});
}

TEST_CASE("what was read before a fault stays usable") {
    const auto document = read_json("{\"a\":[1,{\"b\"");
    const auto root = document.root();
    REQUIRE(root);
    std::size_t members = 0;
    root->member("a")->each_element([&](const JsonValue&) { ++members; });
    CHECK(members == 2);
    REQUIRE(document.error() != nullptr);
    CHECK(document.error()->cause == Cause::unfinished);
}
