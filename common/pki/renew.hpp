// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/authority.hpp"

namespace mqttx::pki {

/// How an identity gets its next certificate.
struct RenewOrder {
    std::string name; ///< "sensor-1", "client/sensor-1", "root"
    bool new_key = false;
    std::optional<KeyType> key_type{}; ///< of the new key; none: as the one before
    std::optional<Secret> key_password{};
    std::optional<int> days{}; ///< the role's own unless given
    std::optional<std::time_t> not_before{};
    std::optional<std::time_t> not_after{};
    std::optional<std::string> authority{}; ///< who signs; none: who signed before
    bool dry_run = false;
};

/// Makes the next certificate of an identity, with its names, and for its key unless a new one is
/// asked for. A root keeps its key: what it signed stays good. `password` opens the CA's key.
/// Throws Error(local): nobody of the name, revoked and its key to be kept, files that are missing;
/// Error(usage): a CA that shall have a new key.
Made renew(
    const Store& store,
    const RenewOrder& order,
    const std::optional<Secret>& password,
    std::time_t now
);

} // namespace mqttx::pki
