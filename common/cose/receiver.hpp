// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/aead.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/freshness.hpp"
#include "common/cose/received_message.hpp"
#include "common/cose/verdict.hpp"
#include "common/keys/keyring.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace mqttx::cose {

/// What a receiver demands.
struct ReceiverOptions {
    AgeLimits ages{};
    bool require_encrypted = false; ///< no plain text on any topic
};

/// Opens messages and decides what may be done with them. Remembers what it accepted, against
/// replays: one for a whole run.
class Receiver {
  public:
    /// The keyring has to live longer.
    Receiver(const keys::Keyring& keyring, const ReceiverOptions& options);

    /// The verdict on a message that arrives at `now`, in seconds since 1970. Whatever the message
    /// holds, this does not throw over it.
    [[nodiscard]] Verdict receive(const ReceivedMessage& message, std::int64_t now);

  private:
    [[nodiscard]] bool demands_envelope(std::string_view topic) const;
    [[nodiscard]] Verdict without_envelope(const ReceivedMessage& message) const;
    [[nodiscard]] Verdict malformed(const ReceivedMessage& message, std::string_view fault) const;
    [[nodiscard]] Verdict for_others(const ReceivedMessage& message, std::string kid) const;
    Verdict open(
        const ReceivedMessage& message,
        const Encrypt0& envelope,
        const keys::Key& key,
        std::int64_t now
    );
    Aead& cipher_for(const keys::Key& key);

    const keys::Keyring& keyring_;
    bool require_encrypted_;
    Freshness freshness_;
    std::unordered_map<const keys::Key*, Aead> ciphers_{};
};

} // namespace mqttx::cose
