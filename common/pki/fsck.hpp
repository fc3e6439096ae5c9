// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/store.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace mqttx::pki {

/// Where files and journal do not agree, and what to do about it.
struct Discrepancy {
    std::string path;
    std::string what;
    std::string hint;
    bool is_leftover = false; ///< of an interrupted command: can be removed
};

/// What a check looked at and found.
struct Checkup {
    std::size_t certificates = 0; ///< that the journal has and no later one replaced
    std::vector<Discrepancy> found;
};

/// Compares the files of a store with its journal: each certificate there and the one that was
/// issued, its key there, private and belonging to it; no other files; the journal unbroken, no
/// serial number twice. Changes nothing. Throws Error(local) for a folder that cannot be read.
Checkup check(const Store& store);

/// Finishes what was interrupted and removes what interrupted commands left behind. Throws
/// Error(local).
void repair(const Store& store);

} // namespace mqttx::pki
