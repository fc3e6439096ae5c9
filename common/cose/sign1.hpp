// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/headers.hpp"
#include "common/keys/key.hpp"
#include "common/keys/thumbprint.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mqttx::cose {

/// EdDSA by its name of RFC 9053, and Ed25519 by that of RFC 9864: the same signatures.
constexpr std::int64_t signed_with_eddsa = -8;
constexpr std::int64_t signed_with_ed25519 = -19;

/// The content type of an envelope whose plaintext is a signed message (RFC 9052 section 11.5).
constexpr std::int64_t sign1_content_type = 18;

/// A COSE_Sign1 (section 4.2) taken apart; the views point into the message.
struct Sign1 {
    ByteView protected_bucket{};
    Headers headers{};
    ByteView payload{};
    ByteView signature{};
};

/// Whom a signed message is for: the thumbprints of all recipients in their order as bytes, or the
/// kid of the shared key.
using Audience = std::vector<Bytes>;

Audience audience_of(const std::vector<const keys::Key*>& recipients);

/// Takes a tagged COSE_Sign1 apart. Gives why it is refused, as the end of a sentence; none when it
/// is good.
std::optional<std::string_view> read_sign1(ByteView message, Sign1& sign1);

/// Reads the four parts of one that follow its tag and array. Refused likewise.
std::optional<std::string_view> read_sign1_content(cbor::Reader& in, Sign1& sign1);

/// The external_aad of a signature: CBOR ["mqtt-e2e/1 sign", topic, time, id, audience], so that
/// nobody who may open a message can seal it again as a new one, or for others.
Bytes signature_binding(std::string_view topic, const Claims& claims, const Audience& audience);

/// The Sig_structure (section 4.4) that is signed.
Bytes signed_bytes(ByteView protected_bucket, ByteView external_aad, ByteView payload);

/// A tagged COSE_Sign1 around the payload, with the content type and the mark of a will that the
/// envelope would have, for its time and number. With two recipients or more the audience is in it
/// too.
Bytes write_sign1(
    const keys::Key& signer,
    std::string_view topic,
    const Headers& envelope,
    const Audience& audience,
    ByteView payload
);

} // namespace mqttx::cose
