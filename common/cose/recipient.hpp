// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"
#include "common/cose/headers.hpp"
#include "common/keys/algorithm.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/key.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// How one receiver of several keys gets the key of the content: by key agreement with X25519
/// (RFC 9053 sections 6.3 and 6.4), the ephemeral half in the message.
namespace mqttx::cose {

/// ECDH-ES + HKDF-256: the agreed key is the key of the content.
constexpr std::int64_t direct_agreement = -25;
/// ECDH-ES + A256KW: the agreed key wraps the key of the content.
constexpr std::int64_t wrapped_agreement = -31;

/// A COSE_recipient taken apart; the views point into the message.
struct Recipient {
    ByteView protected_bucket{};
    Headers headers{};
    ByteView encrypted_key{}; ///< empty for a direct agreement
};

/// Reads the next COSE_recipient of any kind: its ephemeral key stays encoded. Refused likewise.
std::optional<std::string_view> read_any_recipient(cbor::Reader& in, Recipient& recipient);

/// Reads the next COSE_recipient as the profile has it. Gives why it is refused, as the end of a
/// sentence; none when it is good.
std::optional<std::string_view> read_recipient(cbor::Reader& in, Recipient& recipient);

/// The key of the content for the owner of a private key; empty when the wrapped key does not open.
/// The ephemeral key must be there; a point of low order gives nothing either.
Secret content_key(const Recipient& recipient, const Secret& private_key, keys::Algorithm content);

/// Appends a COSE_recipient for a public key, to whom a new key of the content is agreed directly,
/// and gives that key. Throws Error(local) when the system has no randomness, Error(payload) for a
/// public key of low order.
Secret write_direct_recipient(cbor::Writer& out, const keys::Key& key, keys::Algorithm content);

/// Appends a COSE_recipient with the key of the content wrapped for a public key. Throws likewise.
void write_wrapped_recipient(cbor::Writer& out, const keys::Key& key, const Secret& content_key);

/// RFC 3394 with a key of 16, 24 or 32 bytes; the wrapped key has 8 bytes more.
Bytes wrap_key(const Secret& wrapping_key, const Secret& key);
/// Empty when it does not open.
Secret unwrap_key(const Secret& wrapping_key, ByteView wrapped);

/// The COSE_KDF_Context (RFC 9053 section 5.2) for a key of so many bytes, with what the headers
/// say of the parties.
Bytes kdf_context(
    std::int64_t algorithm,
    std::size_t key_size,
    ByteView protected_bucket,
    const Headers& headers = {}
);

} // namespace mqttx::cose
