// SPDX-License-Identifier: Apache-2.0
#include "common/acl/layout.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace mqttx::acl;

namespace {

std::string lines(const std::string& text) {
    return canonical_layout(read_acl_file(text));
}

std::string json(const std::string& text) {
    return canonical_layout(read_json(text));
}

} // namespace

TEST_CASE("formats are told apart by their first character") {
    CHECK(detect_format("\xEF\xBB\xBF \r\n{") == Format::dynsec);
    CHECK(detect_format("# {\n") == Format::mosquitto);
    CHECK(detect_format("") == Format::mosquitto);
}

TEST_CASE("the layout of an acl_file") {
    CHECK(
        lines("#  a comment \n\n user   alice b \r\n  topic   read  a b\r\npattern x/%u") ==
        "#  a comment\n\nuser alice b\r\ntopic read a b\r\npattern x/%u\n"
    );
    CHECK(lines("topic a\n") == "topic a\n");
    CHECK(lines("topic  read\t\n") == "topic read\n");
    CHECK(lines("").empty());
}

TEST_CASE("the layout of an acl_file changes nothing else, and not twice") {
    std::mt19937 random{7};
    const std::string alphabet = "topic read deny user #+/\t\r\n\n  ab";
    for (int round = 0; round < 20'000; ++round) {
        std::string text = "topic ";
        for (auto left = random() % 40; left > 0; --left) {
            text += alphabet[random() % alphabet.size()];
        }
        const auto file = read_acl_file(text);
        const auto laid_out = canonical_layout(file);
        const auto again = read_acl_file(laid_out);
        CAPTURE(text);
        REQUIRE(again.lines.size() == file.lines.size());
        for (std::size_t at = 0; at < file.lines.size(); ++at) {
            CHECK(file.lines[at].kind == again.lines[at].kind);
            CHECK(file.lines[at].access == again.lines[at].access);
            CHECK(file.lines[at].value.in(text) == again.lines[at].value.in(laid_out));
        }
        CHECK(canonical_layout(again) == laid_out);
    }
}

TEST_CASE("the layout of a dynamic security file is the broker's own") {
    CHECK(
        json(R"({"a":[{"b":1,"c":[]},2], "d":{}})") ==
        "{\n\t\"a\":\t[{\n\t\t\t\"b\":\t1,\n\t\t\t\"c\":\t[]\n\t\t}, 2],\n\t\"d\":\t{\n\t}\n}\n"
    );
    const auto once = json("{\r\n\"a\":\"\\u00e4\",\"a\":1.0e3}");
    CHECK(once == "{\r\n\t\"a\":\t\"\\u00e4\",\r\n\t\"a\":\t1.0e3\r\n}\r\n");
    CHECK(json(once) == once);
}
