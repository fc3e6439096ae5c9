// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/keys/key.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// X25519 (RFC 7748) and Ed25519 (RFC 8032): the one place that knows their library.
namespace mqttx::keys {

/// Of a private key, a public key and a shared secret alike.
inline constexpr std::size_t curve_key_size = 32;
inline constexpr std::size_t signature_size = 64;

using PublicKey = std::array<std::uint8_t, curve_key_size>;
using Signature = std::array<std::uint8_t, signature_size>;

/// The public key that belongs to 32 bytes of private key of this type, x25519 or ed25519.
PublicKey public_key_of(KeyType type, const Secret& private_key);

/// The shared secret of two X25519 keys. Empty when it would be all zero: the public key is a point
/// of low order, with which anybody knows the secret (RFC 7748 section 6.1).
Secret agree(const Secret& private_key, ByteView public_key);

/// Signs with an Ed25519 key pair; the public half is computed anew, so that a wrong one in a file
/// cannot give the private key away.
Signature sign(const Secret& private_key, ByteView message);

/// Whether it is the signature of an Ed25519 key; false for a signature of another length.
bool verify(ByteView public_key, ByteView message, ByteView signature);

} // namespace mqttx::keys
