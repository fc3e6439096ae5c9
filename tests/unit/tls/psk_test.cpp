// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/tls/psk.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::tls {

namespace {

std::string found(std::string_view text, const std::string& identity) {
    const auto line = find_psk(text, identity, "F");
    return cat(line.identity, '=', to_hex(line.key.expose()));
}

std::string refusal(std::string_view text, const std::string& identity = {}) {
    try {
        return found(text, identity);
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::local);
        return fault.what();
    }
}

} // namespace

TEST_CASE("a pre-shared key is hexadecimal, of 1 to 512 bytes") {
    CHECK(parse_psk("00Ff")->size() == 2);
    CHECK(parse_psk(std::string(1024, 'a')).has_value());
    CHECK_FALSE(parse_psk(std::string(1026, 'a')));
    CHECK_FALSE(parse_psk(""));
    CHECK_FALSE(parse_psk("0"));
    CHECK_FALSE(parse_psk("0x00"));
}

TEST_CASE("a file of pre-shared keys gives its only line, or that of an identity") {
    CHECK(found("sensor:0102", {}) == "sensor=0102");
    CHECK(found("# keys\r\n\r\nsensor:0102\r\n", "sensor") == "sensor=0102");
    CHECK(found("a:01\nb:02\n", "b") == "b=02");
    CHECK(refusal("a:01\nb:02\n") == "the file 'F' has more than one pre-shared key");
    CHECK(refusal("a:01\na:02\n", "a") == "the file 'F' has more than one pre-shared key");
    CHECK(refusal("a:01\n", "c") == "the file 'F' has no key of 'c'");
    CHECK(refusal("\n# nothing\n") == "the file 'F' has no pre-shared key");
}

TEST_CASE("a line that is none is named by its number, never by its content") {
    CHECK(refusal("\nsecret") == "F:2: this is no pre-shared key");
    CHECK(refusal(":01") == "F:1: this is no pre-shared key");
    CHECK(refusal("a:0g") == "F:1: this is no pre-shared key");
    CHECK(refusal("a:b:01") == "F:1: this is no pre-shared key");
}

} // namespace mqttx::tls
