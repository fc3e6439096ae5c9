// SPDX-License-Identifier: Apache-2.0
#include "common/keys/credential_file.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

std::string changed(std::string_view text, std::string_view name, std::string_view line) {
    const auto result = with_credential(text, name, Secret{as_bytes(line)});
    return std::string{result.expose_text()};
}

} // namespace

TEST_CASE("a line replaces the one of its name, and everything else stays") {
    CHECK(changed("", "a", "a:1") == "a:1\n");
    CHECK(changed("# c\nb:2", "a", "a:1") == "# c\nb:2\na:1\n");
    CHECK(changed("a:0\n\nab:2\n", "a", "a:1") == "a:1\n\nab:2\n");
    CHECK(changed("ab:2\na:0\r\nb:3\na:4", "a", "a:1") == "ab:2\na:1\nb:3\n");
    CHECK(changed("a:0\nb:2\n", "a", "") == "b:2\n");
    CHECK(changed("a\nb:2\n", "a", "") == "a\nb:2\n");
}

TEST_CASE("names that a broker would read otherwise are no names") {
    CHECK(is_credential_name("alice"));
    CHECK(is_credential_name("a b#c\xC3\xA9"));
    for (const char* name : {"", "a:b", "a\nb", "#a", " a", "a ", "a\x7F", "\xFF"}) {
        CAPTURE(name);
        CHECK_FALSE(is_credential_name(name));
    }
    CHECK_FALSE(is_credential_name(std::string(65'536, 'a')));
}
