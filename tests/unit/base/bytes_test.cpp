// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;

TEST_CASE("base64: the vectors of RFC 4648 section 10") {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : vectors) {
        CHECK(to_base64(as_bytes(plain)) == text);
        REQUIRE(from_base64(text));
        CHECK(as_text(*from_base64(text)) == plain);
    }
}

TEST_CASE("base64 and base64url read one spelling only") {
    CHECK_FALSE(from_base64("Zg"));
    CHECK_FALSE(from_base64("Zh=="));
    CHECK_FALSE(from_base64("Zm 9v"));
    CHECK_FALSE(from_base64("Z==="));
    CHECK_FALSE(from_base64("===="));
    CHECK_FALSE(from_base64("-_-_"));
    CHECK_FALSE(from_base64url("Zg=="));
    CHECK_FALSE(from_base64url("+/+/"));
    CHECK_FALSE(from_base64url("Zm9vY"));
    CHECK_FALSE(from_base64url("Zh"));
    CHECK(from_base64url("-_-_") == Bytes{0xfb, 0xff, 0xbf});
    CHECK(to_base64url(Bytes{0xfb, 0xff, 0xbf, 0x01}) == "-_-_AQ");
}

TEST_CASE("hexadecimal") {
    CHECK(to_hex(Bytes{0x00, 0xab, 0x10}) == "00ab10");
    CHECK(from_hex("00aB10") == Bytes{0x00, 0xab, 0x10});
    CHECK_FALSE(from_hex("abc"));
    CHECK_FALSE(from_hex("0g"));
    CHECK_FALSE(from_hex("0x12"));
}
