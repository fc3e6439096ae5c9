// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mqttx::keys {

/// PBKDF2 rounds of a new password line: about 7 ms of the broker's one thread per CONNECT.
inline constexpr std::uint32_t default_password_rounds = 10'000;

/// A line of a Mosquitto password file, without its line feed:
/// USER:$7$rounds$salt$hash, PBKDF2-HMAC-SHA-512 (RFC 8018 section 5.2) with 12 random bytes of
/// salt and 64 bytes of hash, both in padded base64. Mosquitto 2.0 and 2.1 read it.
/// Throws Error(usage) for a user that is no credential name.
std::string password_line(
    std::string_view user, const Secret& password, std::uint32_t rounds = default_password_rounds
);

/// Whether the line is this user's and holds this password; false too for any line not of the form
/// above with at most 10,000,000 rounds.
bool password_line_matches(std::string_view line, std::string_view user, const Secret& password);

} // namespace mqttx::keys
