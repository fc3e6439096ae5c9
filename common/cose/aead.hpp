// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/keys/algorithm.hpp"

#include <memory>
#include <optional>
#include <string>

namespace mqttx::cose {

/// Authenticated encryption under one key, in one direction. Making one costs more than a short
/// message: keep it. The one place that chooses the cipher library: Botan, and for long messages
/// OpenSSL, whichever is faster.
class Aead {
  public:
    enum class Use { seal, open };

    /// The key must be as long as the algorithm's.
    Aead(keys::Algorithm algorithm, const Secret& key, Use use);
    Aead(Aead&&) noexcept;
    Aead& operator=(Aead&&) noexcept;
    Aead(const Aead&) = delete;
    Aead& operator=(const Aead&) = delete;
    ~Aead();

    [[nodiscard]] const keys::AlgorithmSizes& sizes() const noexcept { return sizes_; }

    /// Appends ciphertext and tag. The nonce is of the algorithm's length and used once in the
    /// life of the key; the plaintext is no longer than the algorithm allows.
    void seal(ByteView nonce, ByteView associated_data, ByteView plaintext, Bytes& out);

    /// The plaintext, or none when the tag does not match: nothing of it is left behind then.
    [[nodiscard]] std::optional<Bytes>
    open(ByteView nonce, ByteView associated_data, ByteView ciphertext);

  private:
    struct Cipher;

    keys::AlgorithmSizes sizes_;
    std::unique_ptr<Cipher> cipher_;
};

/// The version of Botan that is in use, "2.19.3".
std::string library_version();

} // namespace mqttx::cose
