// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/jwk_set.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mqttx::keys {

/// How one shared key takes over from another, in seconds since 1970.
struct Handover {
    std::int64_t at;    ///< the old key seals until then, the new one from then on
    std::int64_t until; ///< the old key opens until then
};

/// Who was replaced by whom.
struct Rotation {
    std::string old_kid;
    std::string new_kid;
};

/// Adds a key that takes over from the one that seals for a filter of its topics ("#" is every
/// topic too): same algorithm, topics, name and policy. `source` names the set in messages.
/// Throws Error(local) when no key has the filter and may seal, or when a successor waits already.
Rotation rotate(
    JwkSet& set,
    std::string_view filter,
    const Handover& handover,
    std::int64_t now,
    std::string_view source
);

} // namespace mqttx::keys
