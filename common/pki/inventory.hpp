// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/record.hpp"

#include <ctime>
#include <span>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// A certificate that was made, and what became of it.
struct Entry {
    Record record;
    bool is_superseded = false; ///< a later one took its files
    bool is_orphaned = false;   ///< the CA that signed it was replaced by one with another key
};

/// Every certificate a journal knows, in the order of their making.
std::vector<Entry> inventory_of(std::vector<Record> records);

/// "superseded", "orphaned", "expired", "not yet" or "valid"; the first that applies.
std::string_view state_of(const Entry& entry, std::time_t now) noexcept;

} // namespace mqttx::pki
