// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/keys/key.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// Keys and verifiers out of what people remember.
namespace mqttx::keys {

using Salt = std::array<std::uint8_t, 16>;

/// Argon2id version 0x13 (RFC 9106) with 64 MiB, three passes and one lane: 32 bytes.
Secret argon2id(const Secret& password, const Salt& salt);

/// HKDF-Expand with SHA-256 (RFC 5869 section 2.3).
Secret hkdf_expand(const Secret& pseudorandom_key, ByteView info, std::size_t size);

/// HKDF with SHA-256: extract, without salt unless there is one, and expand (RFC 5869 section 2).
Secret hkdf(const Secret& secret, ByteView info, std::size_t size, ByteView salt = {});

/// The salt that everybody who knows the name of a realm computes alike: not empty, without NUL.
/// Throws Error(usage).
Salt salt_of_realm(std::string_view realm);

/// The passphrase as it is hashed: UTF-8 in normal form C. Throws Error(usage) when it is no UTF-8.
Secret normalize_passphrase(const Secret& passphrase);

/// Refuses, with Error(usage), a normalized passphrase of fewer than 16 characters, or one that
/// repeats or counts. Nothing of it is in the message.
void require_strong(const Secret& passphrase);

/// Six groups of four letters and digits out of 32: 120 bits. Throws Error(local).
Secret generate_passphrase();

/// The shared key of a normalized passphrase. Its kid commits to it: no other passphrase gives the
/// same.
Key key_from_passphrase(const Secret& passphrase, const Salt& salt, Algorithm algorithm);

/// What goes over the wire instead of a password: 43 characters. Whoever reads them can log in with
/// them; the password stays unknown. Throws Error(usage) for a realm that is empty, or a realm or
/// user with NUL.
Secret password_verifier(const Secret& password, std::string_view realm, std::string_view user);

} // namespace mqttx::keys
