// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/keys/key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Keys of kinds that the profile does not have. They stay in the keyring as they are; some open
/// other people's messages.
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

/// What a key says it is; what it does not say, or not as a text, is empty.
struct ForeignKind {
    std::string type{};      ///< kty
    std::string curve{};     ///< crv
    std::string algorithm{}; ///< alg, or cose_alg by name or number
    bool is_public = false;  ///< of a type that has pairs

    /// All of it, for messages: "EC P-256 public".
    [[nodiscard]] std::string words() const;
};

/// The kind of a key whose members were kept.
ForeignKind foreign_kind(const Key& key);

/// Fills in kid, name, dates and state from the members that were kept, where they are as in keys
/// of the profile; others may mean something else by them.
void read_foreign_terms(Key& key);

/// Marks a key whose members were kept as revoked, for the rewrite too.
void revoke_foreign(Key& key);

/// The COSE number of an algorithm for a shared key, key wrapping included; none when there is no
/// such one here.
std::optional<std::int64_t> known_algorithm(std::int64_t number) noexcept;
std::optional<std::int64_t> known_algorithm(std::string_view name) noexcept;

} // namespace mqttx::keys
