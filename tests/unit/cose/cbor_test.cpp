// SPDX-License-Identifier: Apache-2.0
#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <ostream>
#include <string>
#include <string_view>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

bool is_accepted(std::string_view hex) {
    return !cbor::find_fault(*from_hex(hex));
}

std::string fault_of(std::string_view hex) {
    return std::string{cbor::find_fault(*from_hex(hex)).value_or("accepted")};
}

template <typename Write> std::string written(Write write) {
    Bytes out;
    cbor::Writer writer{out};
    write(writer);
    return to_hex(out);
}

std::string integer_written(std::int64_t number) {
    return written([&](cbor::Writer& out) { out.integer(number); });
}

} // namespace

TEST_CASE("RFC 8949 appendix A: what has a definite length is accepted") {
    for (const std::string_view hex :
         {"00",
          "01",
          "0a",
          "17",
          "1818",
          "1819",
          "1864",
          "1903e8",
          "1a000f4240",
          "1b000000e8d4a51000",
          "1bffffffffffffffff",
          "c249010000000000000000",
          "3bffffffffffffffff",
          "c349010000000000000000",
          "20",
          "29",
          "3863",
          "3903e7",
          "f90000",
          "f98000",
          "f93c00",
          "fb3ff199999999999a",
          "f93e00",
          "f97bff",
          "fa47c35000",
          "fa7f7fffff",
          "fb7e37e43c8800759c",
          "f90001",
          "f90400",
          "f9c400",
          "fbc010666666666666",
          "f97c00",
          "f97e00",
          "f9fc00",
          "fa7f800000",
          "fa7fc00000",
          "faff800000",
          "fb7ff0000000000000",
          "fb7ff8000000000000",
          "fbfff0000000000000",
          "f4",
          "f5",
          "f6",
          "f7",
          "f0",
          "f8ff",
          "c074323031332d30332d32315432303a30343a30305a",
          "c11a514b67b0",
          "c1fb41d452d9ec200000",
          "d74401020304",
          "d818456449455446",
          "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
          "40",
          "4401020304",
          "60",
          "6161",
          "6449455446",
          "62225c",
          "62c3bc",
          "63e6b0b4",
          "64f0908591",
          "80",
          "83010203",
          "8301820203820405",
          "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
          "a0",
          "a201020304",
          "a26161016162820203",
          "826161a161626163",
          "a56161614161626142616361436164614461656145"}) {
        CAPTURE(hex);
        CHECK(is_accepted(hex));
        const auto bytes = *from_hex(hex);
        CHECK(cbor::Reader{bytes}.skip().size() == bytes.size());
    }
}

TEST_CASE("RFC 8949 appendix A: what has an indefinite length is refused") {
    for (const std::string_view hex :
         {"5f42010243030405ff",
          "7f657374726561646d696e67ff",
          "9fff",
          "9f018202039f0405ffff",
          "9f01820203820405ff",
          "83018202039f0405ff",
          "83019f0203ff820405",
          "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
          "bf61610161629f0203ffff",
          "826161bf61626163ff",
          "bf6346756ef563416d7421ff"}) {
        CAPTURE(hex);
        CHECK(fault_of(hex) == "an item has an indefinite length");
    }
}

TEST_CASE("every number has one encoding only") {
    for (const std::string_view hex :
         {"1800",
          "1817",
          "190000",
          "1900ff",
          "1a0000ffff",
          "1b00000000ffffffff",
          "3817",
          "5800",
          "7800",
          "9800",
          "b800",
          "d810f6",
          "f800",
          "f81f"}) {
        CAPTURE(hex);
        CHECK(fault_of(hex) == "a number is not in its shortest form");
    }
}

TEST_CASE("reserved forms, missing bytes and bytes too many") {
    for (const std::string_view hex :
         {"1c", "1d", "1e", "3c", "5d", "7e", "9c", "bd", "dc", "fc", "fe"}) {
        CHECK(fault_of(hex) == "an item has a reserved form");
    }
    for (const std::string_view hex :
         {"",
          "18",
          "1901",
          "1a010101",
          "1b01010101010101",
          "42aa",
          "62aa",
          "81",
          "8201",
          "a1",
          "a101",
          "c1",
          "5bffffffffffffffff",
          "9bffffffffffffffff",
          "9a7fffffff"}) {
        CAPTURE(hex);
        CHECK(fault_of(hex) == "it is cut short");
    }
    CHECK(fault_of("0000") == "bytes follow its end");
    CHECK(fault_of("8000") == "bytes follow its end");
    CHECK(fault_of("ff") == "an item has an indefinite length");
}

TEST_CASE("a text is UTF-8") {
    CHECK(fault_of("61ff") == "a text is not UTF-8");
    CHECK(fault_of("62c0af") == "a text is not UTF-8");
    CHECK(is_accepted("41ff"));
}

TEST_CASE("a map has each label once, and sixteen at most") {
    CHECK(fault_of("a201000100") == "a map has a label twice");
    CHECK(fault_of("a3010061610001f6") == "a map has a label twice");
    CHECK(fault_of("a28201020082010200") == "a map has a label twice");
    std::string map = "b0";
    for (int label = 0; label < 16; ++label) {
        map += "0123456789abcdef"[0];
        map += "0123456789abcdef"[label];
        map += "f6";
    }
    CHECK(is_accepted(map));
    CHECK(fault_of("b1" + map.substr(2) + "10f6") == "a map has more than 16 entries");
    CHECK(fault_of("bbffffffffffffffff") == "a map has more than 16 entries");
}

TEST_CASE("eight levels and no more") {
    CHECK(is_accepted("8181818181818100"));
    CHECK(fault_of("818181818181818100") == "it is more than 8 levels deep");
    CHECK(is_accepted("818181818181c1a0"));
    CHECK(fault_of("a100a100a100a100a100a100a100a10000") == "it is more than 8 levels deep");
    std::string bomb;
    for (int count = 0; count < 100'000; ++count) {
        bomb += "81";
    }
    CHECK(fault_of(bomb) == "it is more than 8 levels deep");
}

TEST_CASE("a read of the wrong type leaves the reader where it was") {
    const auto bytes = *from_hex("01");
    cbor::Reader in{bytes};
    CHECK_FALSE(in.bytes());
    CHECK_FALSE(in.text());
    CHECK_FALSE(in.array());
    CHECK_FALSE(in.map());
    CHECK_FALSE(in.tag());
    CHECK(in.integer() == 1);
    CHECK(in.at_end());
    CHECK_FALSE(in.integer());
    CHECK_FALSE(in.peek());
    CHECK(in.skip().empty());
}

TEST_CASE("integers are read as far as they fit") {
    const auto read = [](std::string_view hex) {
        const auto bytes = *from_hex(hex);
        return cbor::Reader{bytes}.integer();
    };
    CHECK(read("1b7fffffffffffffff") == std::numeric_limits<std::int64_t>::max());
    CHECK(read("3b7fffffffffffffff") == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(read("1b8000000000000000"));
    CHECK_FALSE(read("3b8000000000000000"));
}

TEST_CASE("the writer takes the shortest form") {
    CHECK(integer_written(0) == "00");
    CHECK(integer_written(23) == "17");
    CHECK(integer_written(24) == "1818");
    CHECK(integer_written(255) == "18ff");
    CHECK(integer_written(256) == "190100");
    CHECK(integer_written(65'535) == "19ffff");
    CHECK(integer_written(65'536) == "1a00010000");
    CHECK(integer_written(4'294'967'295) == "1affffffff");
    CHECK(integer_written(4'294'967'296) == "1b0000000100000000");
    CHECK(integer_written(-1) == "20");
    CHECK(integer_written(-24) == "37");
    CHECK(integer_written(-25) == "3818");
    CHECK(integer_written(std::numeric_limits<std::int64_t>::min()) == "3b7fffffffffffffff");
    CHECK(written([](cbor::Writer& out) {
              out.tag(16).array(2).text("a").map(1).integer(5).bytes({});
          }) == "d0826161a10540");
}
