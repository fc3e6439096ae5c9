// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/cbor_writer.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace mqttx::cose {

/// The labels of the profile itself (RFC 9052 section 3.1 leaves numbers below -65536 to private
/// use).
constexpr std::int64_t will_label = -65'537;
constexpr std::int64_t audience_label = -65'538;

/// What is inside an envelope: a media type, or a number of the CoAP registry (RFC 9052
/// section 3.1, label 3).
using ContentType = std::variant<std::int64_t, std::string>;

/// Who sent a message as which one: CWT claim 7 of the profile.
struct MessageId {
    std::uint64_t session = 0; ///< random, one per process
    std::uint32_t counter = 0; ///< of the session on one topic, from 0

    /// The 12 bytes of the claim.
    [[nodiscard]] std::array<std::uint8_t, 12> to_bytes() const noexcept;
    /// None unless there are 12 bytes.
    static std::optional<MessageId> from_bytes(ByteView bytes) noexcept;
};

/// The claims of RFC 9597 (label 15) that the profile reads; others are passed over.
struct Claims {
    std::optional<std::int64_t> issued_at{}; ///< seconds since 1970
    std::optional<MessageId> id{};
};

/// The header parameters of a message (RFC 9052 section 3.1) from both buckets. What must be
/// authenticated counts only where it is. Views point into the message.
struct Headers {
    std::optional<std::int64_t> algorithm{}; ///< label 1, protected, by number
    /// Label 1 of the other bucket, which counts for a recipient whose algorithm has nothing to
    /// protect it with (RFC 9053 sections 6.1 and 6.2).
    std::optional<std::int64_t> unprotected_algorithm{};
    std::optional<ContentType> content_type{}; ///< label 3, protected
    std::optional<ByteView> kid{};             ///< label 4, from either bucket
    std::optional<ByteView> iv{};              ///< label 5, from either bucket
    Claims claims{};                           ///< label 15, protected
    bool is_will = false;                      ///< label -65537, protected
    std::optional<ByteView> audience{};        ///< label -65538, protected: an encoded list
    std::optional<ByteView> ephemeral_key{};   ///< label -1, from either bucket, encoded
    /// What a recipient's key is derived with (RFC 9053 sections 5.1 and 5.2), from either bucket,
    /// encoded: the salt (label -20), then identity, nonce and other of party U (-21 to -23) and of
    /// party V (-24 to -26).
    std::array<std::optional<ByteView>, 7> derivation{};
};

/// Reads the two buckets, the content of the protected one and the encoded map of the other.
/// Gives why they are refused, as the end of a sentence; none when they are good.
std::optional<std::string_view>
read_headers(ByteView protected_bucket, ByteView unprotected_bucket, Headers& headers);

/// Appends the protected bucket of the profile: {1: algorithm, ?3: content type, ?4: kid, ?15: {6:
/// time, 7: id}, ?-65537: true, ?-65538: audience}.
void write_protected_bucket(cbor::Writer& out, const Headers& headers);

} // namespace mqttx::cose
