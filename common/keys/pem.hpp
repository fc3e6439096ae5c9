// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/keys/key.hpp"

#include <string_view>
#include <vector>

namespace mqttx::keys {

/// Whether a file begins as PEM does.
bool looks_like_pem(std::string_view text) noexcept;

/// The X25519 and Ed25519 keys of a PEM file: PRIVATE KEY (PKCS#8, RFC 5958) and PUBLIC KEY
/// (SubjectPublicKeyInfo), both as RFC 8410 has them. Their kid is kid_of(). `source` names the
/// file in messages. Throws Error(local) for anything else, keys with a passphrase included.
std::vector<Key> parse_pem_keys(std::string_view text, std::string_view source);

/// A key pair as PKCS#8, a public key as SubjectPublicKeyInfo. Throws Error(local) for a key of
/// another kind: PEM has no form for it.
Secret write_pem_key(const Key& key);

} // namespace mqttx::keys
