// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace mqttx::cose {

/// Why a payload was refused: the fixed words of the profile.
enum class Reason : std::uint8_t {
    not_cose,
    malformed,
    unknown_kid,
    alg_not_allowed,
    topic_not_allowed_for_key,
    auth_failed,
    bad_signature,
    unknown_signer,
    signer_not_allowed_for_topic,
    anonymous_refused,
    stale,
    replayed,
    rolled_back,
    plaintext_refused,
    too_large,
    key_revoked,
    key_expired,
    unsigned_refused,
    freshness_missing,
};

/// The word: "auth-failed".
std::string_view word(Reason reason) noexcept;

} // namespace mqttx::cose
