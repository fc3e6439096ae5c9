// SPDX-License-Identifier: Apache-2.0
#include "common/io/json_text.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

namespace mqttx::io {

TEST_CASE("compact JSON is the same text without white space between its tokens") {
    CHECK(compact_json(" {\"a b\" : [ 1.50,\t2e3 ,\r\n null ] } ") == "{\"a b\":[1.50,2e3,null]}");
    CHECK(compact_json("12345678901234567890123") == "12345678901234567890123");
    CHECK(compact_json("\"a \\\" \\\\\"") == "\"a \\\" \\\\\"");
    CHECK(compact_json("\"\x7f\xC2\x9B\"") == "\"\\u007f\\u009b\"");
}

TEST_CASE("what is no JSON, or nested too deep, is none") {
    for (const auto* text : {"", "hello", "{", "[1,]", "{\"a\":1}x", "01", "'a'", "\"\xff\""}) {
        CAPTURE(text);
        CHECK_FALSE(compact_json(text));
    }
    CHECK(compact_json(std::string(512, '[') + std::string(512, ']')));
    CHECK_FALSE(compact_json(std::string(513, '[') + std::string(513, ']')));
    CHECK_FALSE(compact_json(std::string(1'000'000, '[')));
}

TEST_CASE("pretty JSON has a member a line, and arrays on theirs") {
    CHECK(pretty_json("{\"a\":1,\"b\":{}}") == "{\n\t\"a\":\t1,\n\t\"b\":\t{\n\t}\n}");
    CHECK(pretty_json("[1,{\"a\":\"x,{\"},[]]") == "[1, {\n\t\t\"a\":\t\"x,{\"\n\t}, []]");
    CHECK(pretty_json("\"text\"") == "\"text\"");
}

} // namespace mqttx::io
