// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "apps/mqttx/pub/parties.hpp"
#include "common/base/bytes.hpp"
#include "common/cose/sealer.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/properties.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace mqttx::app::pub {

/// Decides which messages are sealed, and seals them. A topic that any key protects never gets
/// plain text unless
/// --plaintext says so.
class Protection {
  public:
    /// Both have to live longer.
    Protection(const Options& options, const keys::Keyring& keyring, Parties parties)
        : options_{options}, keyring_{keyring}, parties_{std::move(parties)} {}

    /// Whether a key of the keyring, in whatever state, protects the topic.
    [[nodiscard]] bool is_protected(std::string_view topic) const noexcept {
        return keyring_.is_protected(topic);
    }

    /// The keys for a message to this topic at this time (seconds since 1970); none when it goes as
    /// it is. Throws Error(payload) when it may not go as it is and no key may seal it.
    [[nodiscard]] std::optional<cose::SealingKeys>
    keys_for(std::string_view topic, std::int64_t now) const;

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
        const cose::SealingKeys& keys,
        std::string_view topic,
        ByteView payload,
        std::int64_t now,
        const mqtt::Properties& properties
    );

    /// From now on what is sealed is a will.
    void mark_wills();

    /// The properties of a message whose payload is an envelope.
    static mqtt::Properties
    around_envelope(mqtt::Properties properties, const cose::SealingKeys& keys);

  private:
    const Options& options_;
    const keys::Keyring& keyring_;
    Parties parties_;
    std::optional<cose::Sealer> sealer_; ///< drawn when the first message is sealed
};

} // namespace mqttx::app::pub
