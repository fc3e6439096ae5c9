// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/key.hpp"

namespace mqttx::keys {

/// A new shared key with a random kid of 8 base64url characters (RFC 7638 section 7: a thumbprint
/// would tell about the key). Throws Error(local) when the system has no randomness.
Key generate_symmetric(Algorithm algorithm);

/// A new key pair, x25519 or ed25519; its kid is kid_of(). Throws Error(local) likewise.
Key generate_pair(KeyType type);

} // namespace mqttx::keys
