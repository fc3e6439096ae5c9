// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::tls {

/// Who shares a key, and the key (RFC 4279).
struct PresharedKey {
    std::string identity;
    Secret key;
};

/// The longest key OpenSSL takes, in bytes.
inline constexpr std::size_t longest_psk = 512;

/// Reads a key in hexadecimal: 1 to 512 bytes; none on any other text.
std::optional<Secret> parse_psk(std::string_view hex);

/// Reads a line `identity:hexkey` of a broker's psk_file from `text`: the one of `identity`, or the
/// only one when that is empty. Empty lines and those that begin with # are passed over. `name`
/// stands for the file in messages, which never hold the key. Throws Error(local).
PresharedKey find_psk(std::string_view text, const std::string& identity, const std::string& name);

} // namespace mqttx::tls
