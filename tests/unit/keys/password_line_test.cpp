// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/password_line.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

Secret secret(std::string_view text) {
    return Secret{as_bytes(text)};
}

// Made by mosquitto_passwd 2.0.11 (101 rounds, its default) for the password "correct horse".
constexpr std::string_view theirs =
    "alice:$7$101$efPr3wJLJ3E356wf$mXo4G/"
    "0HiBl5xBKT2+gfkA4v1KhpZub2AyzGUYTG8RWqma7uZrJR4WIVSC+HesnceQ0fFLH0amsVZtANXMRBmg==";

} // namespace

TEST_CASE("a password line has Mosquitto's form and its own salt") {
    const auto line = password_line("alice", secret("correct horse"), 101);
    CHECK(line.starts_with("alice:$7$101$"));
    CHECK(line.size() == std::string_view{"alice:$7$101$"}.size() + 16 + 1 + 88);
    CHECK(line != password_line("alice", secret("correct horse"), 101));
    CHECK(password_line_matches(line, "alice", secret("correct horse")));
    CHECK_FALSE(password_line_matches(line, "alice", secret("correct horsf")));
    CHECK_FALSE(password_line_matches(line, "alic", secret("correct horse")));
}

TEST_CASE("a line made by mosquitto_passwd is understood") {
    CHECK(password_line_matches(theirs, "alice", secret("correct horse")));
    CHECK_FALSE(password_line_matches(theirs, "alice", secret("")));
}

TEST_CASE("the default costs 10,000 rounds") {
    CHECK(password_line("u", secret("p")).starts_with("u:$7$10000$"));
}

TEST_CASE("anything but a whole line matches nothing") {
    for (std::size_t length = 0; length < theirs.size(); ++length) {
        CHECK_FALSE(
            password_line_matches(theirs.substr(0, length), "alice", secret("correct horse"))
        );
    }
    for (const auto* line :
         {"alice:$6$c2FsdA==$aGFzaA==",
          "alice:$7$0$c2FsdHNhbHRzYWx0$aGFzaA==",
          "alice:$7$99999999999$c2FsdHNhbHRzYWx0$aGFzaA==",
          "alice:$7$-1$c2FsdHNhbHRzYWx0$aGFzaA=="}) {
        CHECK_FALSE(password_line_matches(line, "alice", secret("x")));
    }
}

TEST_CASE("a user that would break the file is refused") {
    for (const auto* user : {"", "a:b", "a\nb", "a\x7f", "\xff"}) {
        CHECK_THROWS_AS(password_line(user, secret("p")), Error);
    }
}
