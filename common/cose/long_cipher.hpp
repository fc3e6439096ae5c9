// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/keys/algorithm.hpp"

#include <memory>

namespace mqttx::cose {

/// Authenticated encryption by OpenSSL: for long messages, of which it does twice as much a second
/// as Botan and more. Making one costs a millisecond, more than many a process takes in all: only
/// Aead makes one, when there is a long message.
class LongCipher {
  public:
    /// Messages that are worth it, in bytes of plaintext.
    static constexpr std::size_t shortest = 4096;
    static constexpr std::size_t longest = 0x7FFF'FF00; ///< the library counts in int

    /// Throws Error(local) when the library has no such cipher.
    LongCipher(keys::Algorithm algorithm, const Secret& key, bool seals);
    ~LongCipher();
    LongCipher(const LongCipher&) = delete;
    LongCipher& operator=(const LongCipher&) = delete;

    /// Appends ciphertext and tag, as Aead::seal(); there has to be a plaintext.
    void seal(ByteView nonce, ByteView associated_data, ByteView plaintext, Bytes& out);

    /// Whether the tag matches; then the plaintext is in `out`, otherwise nothing is.
    [[nodiscard]] bool
    open(ByteView nonce, ByteView associated_data, ByteView ciphertext, Bytes& out);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace mqttx::cose
