// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/keys/algorithm.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::keys {

/// A time in seconds since 1970 as RFC 3339 in UTC, or the bare number for a year beyond that.
std::string time_text(std::int64_t seconds);

enum class KeyType {
    symmetric, ///< kty oct: protects the topics it matches
    x25519,    ///< kty OKP: a recipient
    ed25519,   ///< kty OKP: a signer
    foreign,   ///< another kind: kept in the file as it is, seals nothing
};

/// What a key may still be used for; each state allows less than the one before.
enum class KeyState { active, decrypt_only, revoked };

/// What the owner of a key demands of every message under it.
struct KeyPolicy {
    bool signature_required = false;       ///< "sign": "required"
    bool freshness_waived = false;         ///< "freshness": "none"
    std::optional<std::int64_t> max_age{}; ///< seconds
};

/// A member of a JWK that this program does not interpret, kept for the rewrite.
struct OtherMember {
    std::string name;
    Secret json; ///< its value, compact; it could be secret, nobody here knows
};

/// One key of a keyring: a JWK (RFC 7517, 8037) with the members of the profile.
/// Times are seconds since 1970.
struct Key {
    KeyType type = KeyType::symmetric;
    std::string kid{}; ///< UTF-8; on the wire its bytes
    std::string name{};
    Algorithm algorithm = Algorithm::a256gcm;  ///< of a symmetric key
    Secret secret{};                           ///< k, or d of a private key pair
    Bytes public_key{};                        ///< x of a key pair
    std::vector<std::string> topics{};         ///< filters; none means every topic
    std::optional<std::int64_t> seals_from{};  ///< nbf
    std::optional<std::int64_t> seals_until{}; ///< exp
    std::optional<std::int64_t> opens_until{}; ///< open-until
    KeyState state = KeyState::active;
    KeyPolicy policy{};
    std::vector<OtherMember> other_members{};

    /// Whether its topics match this topic name.
    [[nodiscard]] bool covers(std::string_view topic) const noexcept;

    /// The filter of its topics that matches the topic most closely; none when it does not cover
    /// it.
    [[nodiscard]] std::optional<std::string_view> closest_filter(std::string_view topic
    ) const noexcept;

    /// Why it may not seal at this time, to put after its name ("expired at
    /// 2026-02-01T00:00:00Z"); none when it may.
    [[nodiscard]] std::optional<std::string> sealing_fault(std::int64_t now) const;

    /// Why it may not open at this time, likewise; none when it may.
    [[nodiscard]] std::optional<std::string> opening_fault(std::int64_t now) const;

    /// Whether both are the same key: type, algorithm and key bytes, whatever else they say.
    [[nodiscard]] bool is_same_key(const Key& other) const noexcept;
};

} // namespace mqttx::keys
