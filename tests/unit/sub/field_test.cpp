// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/field.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::app::sub::test {

TEST_CASE("text: a minimum and a maximum") {
    CHECK(Field{.width = 5}.text("abc") == "  abc");
    CHECK(Field{.left = true, .width = 5}.text("abc") == "abc  ");
    CHECK(Field{.zeros = true, .width = 5}.text("abc") == "  abc"); // zeros are for numbers
    CHECK(Field{.width = 4, .precision = 2}.text("abc") == "  ab");
    CHECK(Field{}.text("abc") == "abc");
}

TEST_CASE("numbers: nothing is padding") {
    CHECK(Field{.width = 3}.number(7) == "  7");
    CHECK(Field{.zeros = true, .width = 3}.number(7) == "007");
    CHECK(Field{.left = true, .width = 3}.number(7) == "7  ");
    CHECK(Field{.zeros = true, .width = 3}.number(std::nullopt) == "000");
    CHECK(Field{}.number(std::nullopt).empty());
}

TEST_CASE("a payload is cut to its width as well") {
    CHECK(Field{.width = 2}.payload("abc") == "ab");
    CHECK(Field{.width = 5}.payload("abc") == "  abc");
    CHECK(Field{.zeros = true, .width = 5}.payload("abc") == "00abc");
    CHECK(Field{.precision = 1}.payload("abc") == "abc");
}

TEST_CASE("hexadecimal digits: whole bytes within the width, groups by the precision") {
    const Bytes bytes{0x0A, 0xBC, 0xDE};
    CHECK(Field{}.hex(bytes, false) == "0abcde");
    CHECK(Field{}.hex(bytes, true) == "0ABCDE");
    CHECK(Field{.zeros = true, .width = 8}.hex(bytes, false) == "000abcde");
    CHECK(Field{.width = 5}.hex(bytes, false) == " 0abc");
    CHECK(Field{.precision = 2}.hex(bytes, false) == "0a bc de");
    CHECK(Field{.precision = 4}.hex(bytes, false) == "0abc de");
    CHECK(Field{.precision = 1, .separator = ':'}.hex(bytes, false) == "0:a:b:c:d:e");
    CHECK(Field{.precision = 0}.hex(bytes, false) == "0abcde");
}

TEST_CASE("floating-point numbers as printf writes them") {
    CHECK(Field{}.floating(1.5) == "1.500000");
    CHECK(Field{.precision = 1}.floating(-2.25) == "-2.2");
    CHECK(Field{.zeros = true, .width = 7, .precision = 1}.floating(-2.5) == "-0002.5");
    CHECK(Field{.left = true, .width = 5, .precision = 0}.floating(3) == "3    ");
    CHECK(Field{.precision = 0}.floating(-1e308).size() == 310);
    CHECK(Field{.precision = 100'000}.floating(1).size() == 402); // no precision takes the memory
}

} // namespace mqttx::app::sub::test
