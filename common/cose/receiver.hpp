// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/aead.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/freshness.hpp"
#include "common/cose/received_message.hpp"
#include "common/cose/signature_check.hpp"
#include "common/cose/topic_map.hpp"
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
    bool require_signed = false;    ///< no opened message without a verified signature
    bool allow_anonymous = false;   ///< messages to our public key that nobody signed
    TopicMap topics{};              ///< of bridges that rename
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

    /// What it remembers, to be kept in a file, and the time before which all is too old at `now`.
    [[nodiscard]] ReplayMemory& memory() noexcept { return freshness_.memory(); }

    [[nodiscard]] std::int64_t oldest(std::int64_t now) const noexcept {
        return freshness_.oldest(now);
    }

  private:
    [[nodiscard]] bool demands_envelope(std::string_view topic) const;
    [[nodiscard]] Verdict without_envelope(const ReceivedMessage& message) const;
    [[nodiscard]] Verdict malformed(const ReceivedMessage& message, std::string_view fault) const;
    [[nodiscard]] Verdict for_others(const ReceivedMessage& message, std::string kid) const;
    Verdict receive_origin(const ReceivedMessage& message, std::int64_t now);
    Verdict open_shared(const ReceivedMessage& message, std::int64_t now);
    Verdict open_for_us(const ReceivedMessage& message, std::int64_t now);
    Verdict unopened(const ReceivedMessage& message, Verdict verdict) const;
    bool accept(
        const ReceivedMessage& message,
        const Headers& headers,
        const Opening& opening,
        Bytes& plaintext,
        std::int64_t now,
        Verdict& verdict
    );
    bool
    allows_unsigned(const ReceivedMessage& message, const Opening& opening, Verdict& verdict) const;
    Aead& cipher_for(const keys::Key& key);

    const keys::Keyring& keyring_;
    ReceiverOptions options_;
    Freshness freshness_;
    std::unordered_map<const keys::Key*, Aead> ciphers_{};
};

} // namespace mqttx::cose
