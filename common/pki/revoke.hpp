// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/publish.hpp"

#include <string>
#include <vector>

namespace mqttx::pki {

/// What shall count no longer.
struct RevokeOrder {
    /// Identities ("sensor-1", "client/sensor-1"): every certificate under the name that still
    /// counts, those that were replaced included. Or serial numbers: that certificate alone.
    std::vector<std::string> names{};
    std::optional<std::string> user{}; ///< all whose common name it is
    Reason reason = Reason::unspecified;
    bool publish = true; ///< write the lists of the CAs concerned in the same step
    bool dry_run = false;
};

struct Revoked {
    std::vector<Record> now;     ///< what a broker with the new list refuses from now on
    std::vector<Record> earlier; ///< named as well, and revoked already
    std::vector<PublishedList> lists;
};

/// Revokes certificates. Throws Error(local): nobody of the name, a CA's key that is missing;
/// Error(usage): a root, or a name of several.
Revoked revoke(
    const Store& store,
    const RevokeOrder& order,
    const std::optional<Secret>& password,
    std::time_t now
);

} // namespace mqttx::pki
