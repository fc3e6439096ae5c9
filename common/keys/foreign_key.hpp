// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/keys/key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Keys that only other people's messages are opened with.
namespace mqttx::keys {

/// What a keyring keeps as KeyType::foreign and generic COSE can use.
struct ForeignKey {
    std::string kid{};
    std::optional<std::int64_t> algorithm{}; ///< of a shared key, by its COSE number
    Secret symmetric{};                      ///< k of kty oct
    Secret p256{};                           ///< d of kty EC with crv P-256
};

/// Reads the members that were kept; none for a key of another kind, or one that is broken.
std::optional<ForeignKey> read_foreign_key(const Key& key);

/// The COSE number of an algorithm for a shared key, key wrapping included; none when there is no
/// such one here.
std::optional<std::int64_t> known_algorithm(std::int64_t number) noexcept;
std::optional<std::int64_t> known_algorithm(std::string_view name) noexcept;

} // namespace mqttx::keys
