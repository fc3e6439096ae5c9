// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "common/base/bytes.hpp"
#include "common/cose/sealer.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/properties.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mqttx::app::pub {

/// Decides which messages are sealed, and seals them. A topic that any key protects never gets
/// plain text unless
/// --plaintext says so.
class Protection {
  public:
    /// Both have to live longer.
    Protection(const Options& options, const keys::Keyring& keyring)
        : options_{options}, keyring_{keyring} {}

    /// Whether a key of the keyring, in whatever state, protects the topic.
    [[nodiscard]] bool is_protected(std::string_view topic) const noexcept {
        return keyring_.is_protected(topic);
    }

    /// The key for a message to this topic at this time (seconds since 1970); null when it goes as
    /// it is. Throws Error(payload) when it may not go as it is and no key may seal it.
    [[nodiscard]] const keys::Key* key_for(std::string_view topic, std::int64_t now) const;

    /// Throws Error for a message that may not be published, before anything is connected: its
    /// topic, its size (usage), no key that may seal it (payload).
    void check(
        std::string_view topic,
        int qos,
        std::size_t payload_size,
        const mqtt::Properties& properties
    ) const;

    /// The envelope; a content type among the properties goes in there. Throws Error(payload).
    Bytes seal(
        const keys::Key& key,
        std::string_view topic,
        ByteView payload,
        std::int64_t now,
        const mqtt::Properties& properties
    );

    /// The properties of a message whose payload is an envelope.
    static mqtt::Properties around_envelope(mqtt::Properties properties);

  private:
    const Options& options_;
    const keys::Keyring& keyring_;
    std::optional<cose::Sealer> sealer_; ///< drawn when the first message is sealed
};

} // namespace mqttx::app::pub
