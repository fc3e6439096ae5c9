// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/key.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace mqttx::keys {

/// The SHA-256 thumbprint of the public half of a key pair (RFC 7638; RFC 8037 section 2). A shared
/// key has none: it would tell about the key (RFC 7638 section 7).
using Thumbprint = std::array<std::uint8_t, 32>;

Thumbprint thumbprint(const Key& pair);

/// The kid of a key pair that was given none: the first 8 characters of the thumbprint in
/// base64url.
std::string kid_of(const Key& pair);

} // namespace mqttx::keys
