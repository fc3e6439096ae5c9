// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/fsck.hpp"

#include <string>
#include <unordered_set>
#include <vector>

namespace mqttx::pki {

inline constexpr const char* repair_hint = "'mqttx cert fsck --repair' finishes or removes it";

/// Whether any folder of the store has a certificate; a device may have requests alone.
bool has_certificates(const Store& store);

/// Adds the files of our kinds that nobody expects: what an interrupted command left, and what the
/// journal does not know. Requests and their keys come and go without the journal.
void find_strangers(
    const Store& store,
    const std::unordered_set<std::string>& expected,
    std::vector<Discrepancy>& found
);

} // namespace mqttx::pki
