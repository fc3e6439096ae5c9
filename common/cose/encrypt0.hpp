// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/headers.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mqttx::cose {

/// The COSE messages of the profile by their tags (RFC 9052 section 2).
enum class MessageType : std::uint8_t { encrypt0 = 16, sign1 = 18, encrypt = 96 };

/// What the first bytes of a payload say it is: tag and array of the right length; none for
/// anything else. Text can begin with the same bytes: only a reader knows for sure.
std::optional<MessageType> announced_type(ByteView payload) noexcept;

/// A COSE_Encrypt0 (section 5.2) taken apart; the views point into the message.
struct Encrypt0 {
    ByteView protected_bucket{};
    Headers headers{};
    ByteView ciphertext{}; ///< with the tag of the cipher at its end
};

/// Takes a tagged COSE_Encrypt0 apart. Gives why it is refused, as the end of a sentence; none when
/// it is good.
std::optional<std::string_view> read_encrypt0(ByteView payload, Encrypt0& message);

/// Appends everything of a tagged COSE_Encrypt0 that stands before the ciphertext, which has to
/// follow with `ciphertext_size` bytes.
void write_encrypt0_front(
    Bytes& out, ByteView protected_bucket, ByteView iv, std::uint64_t ciphertext_size
);

/// The parts that COSE_Encrypt0 and COSE_Encrypt have in common: both buckets and the ciphertext.
/// Read and refused as by read_encrypt0().
std::optional<std::string_view> read_sealed_content(cbor::Reader& in, Encrypt0& message);

/// Appends them but for the ciphertext, as write_encrypt0_front().
void write_sealed_content_front(
    Bytes& out, ByteView protected_bucket, ByteView iv, std::uint64_t ciphertext_size
);

/// The Enc_structure (section 5.3) of a kind of message: "Encrypt0", "Encrypt".
Bytes associated_data(std::string_view context, ByteView protected_bucket, ByteView external_aad);

/// Appends it.
void write_associated_data(
    Bytes& out, std::string_view context, ByteView protected_bucket, ByteView external_aad
);

/// The external_aad of the profile: CBOR ["mqtt-e2e/1", topic], which binds a message to the topic
/// it was first published to.
Bytes topic_binding(std::string_view topic);

/// The Enc_structure (section 5.3) that the cipher authenticates, for a COSE_Encrypt0.
Bytes encrypt0_associated_data(ByteView protected_bucket, ByteView external_aad);

} // namespace mqttx::cose
