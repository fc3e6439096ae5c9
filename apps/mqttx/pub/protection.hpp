// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "common/base/bytes.hpp"
#include "common/cose/sealer.hpp"
#include "common/keys/keyring.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mqttx::app::pub {

/// Decides which messages are sealed, and seals them. A topic that any key protects never gets
/// plain text unless
/// --plaintext says so.
class Protection {
  public:
    /// The options have to live longer.
    Protection(const Options& options, keys::Keyring keyring)
        : options_{options}, keyring_{std::move(keyring)} {}

    /// Whether a key of the keyring, in whatever state, protects the topic.
    [[nodiscard]] bool is_protected(std::string_view topic) const noexcept {
        return keyring_.is_protected(topic);
    }

    /// The key for a message to this topic at this time (seconds since 1970); null when it goes as
    /// it is. Throws Error(payload) when it may not go as it is and no key may seal it.
    [[nodiscard]] const keys::Key* key_for(std::string_view topic, std::int64_t now) const;

    /// The envelope; `content_type`, unless it is empty, goes in there too. Throws Error(payload).
    Bytes seal(
        const keys::Key& key,
        std::string_view topic,
        ByteView payload,
        std::int64_t now,
        const std::string& content_type
    );

    /// At most how many bytes sealing adds.
    static std::size_t overhead(const keys::Key& key) noexcept;

  private:
    const Options& options_;
    keys::Keyring keyring_;
    std::optional<cose::Sealer> sealer_; ///< drawn when the first message is sealed
};

} // namespace mqttx::app::pub
