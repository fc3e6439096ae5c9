// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/recipient.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mqttx::cose {

constexpr std::size_t most_recipients = 64;

/// A COSE_Encrypt (RFC 9052 section 5.1) taken apart; the views point into the message.
struct Encrypt {
    Encrypt0 content{};
    std::vector<Recipient> recipients{};
};

/// Takes a tagged COSE_Encrypt with 1 to 64 recipients of any kind apart. Gives why it is refused,
/// as the end of a sentence; none when it is good.
std::optional<std::string_view> read_any_encrypt(ByteView payload, Encrypt& message);

/// The same for a message of the profile: X25519, a direct agreement alone (RFC 9053 section 6.3).
std::optional<std::string_view> read_encrypt(ByteView payload, Encrypt& message);

/// Appends everything of a tagged COSE_Encrypt that stands before the ciphertext; ciphertext and
/// the array of recipients have to follow.
void write_encrypt_front(
    Bytes& out, ByteView protected_bucket, ByteView iv, std::uint64_t ciphertext_size
);

/// The Enc_structure (section 5.3) for a COSE_Encrypt.
Bytes encrypt_associated_data(ByteView protected_bucket, ByteView external_aad);

} // namespace mqttx::cose
