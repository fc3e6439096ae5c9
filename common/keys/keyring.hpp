// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/key.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::keys {

/// The keys of one run, from one or more files. A kid names one key; a reference to a key stays
/// valid as long as the keyring.
class Keyring {
  public:
    /// Adds the keys of a file. The same key under the same kid counts once, with the narrower
    /// state and the earlier ends of both. Throws Error(local) when a kid would name two different
    /// keys; `source` names the file there.
    void add(std::vector<Key> keys, std::string_view source);

    [[nodiscard]] bool empty() const noexcept { return keys_.empty(); }

    [[nodiscard]] const std::deque<Key>& keys() const noexcept { return keys_; }

    /// The key of this type and kid, or none.
    [[nodiscard]] const Key*
    find(std::string_view kid, KeyType type = KeyType::symmetric) const noexcept;

    /// Whether a symmetric key, in whatever state, matches the topic: then plain text is refused.
    [[nodiscard]] bool is_protected(std::string_view topic) const noexcept;

    /// The key to seal a message to this topic with: active, in date and matching, the one with the
    /// closest filter, then the latest nbf, then the last in the files. A kid narrows the choice to
    /// that key and overrides nothing. Throws Error(payload), which says why no key may seal.
    [[nodiscard]] const Key& choose_for_sealing(
        std::string_view topic, std::optional<std::string_view> kid, std::int64_t now
    ) const;

  private:
    [[noreturn]] void refuse_to_seal(
        std::string_view topic,
        std::optional<std::string_view> kid,
        const Key* unusable,
        std::int64_t now
    ) const;

    std::deque<Key> keys_;
};

} // namespace mqttx::keys
