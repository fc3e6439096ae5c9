// SPDX-License-Identifier: Apache-2.0
#include "common/pki/inventory.hpp"

#include "common/base/text.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace mqttx::pki {

namespace {

/// What two certificates share when they have the same files.
std::string place_of(const Record& record) {
    return record.role == Role::root ? std::string{"/"}
                                     : cat(profile_of(record.role).name, '/', record.name);
}

} // namespace

std::vector<Entry> inventory_of(std::vector<Record> records) {
    std::vector<Entry> entries;
    entries.reserve(records.size());
    std::unordered_map<std::string, std::size_t> latest;
    for (Record& record : records) {
        const auto [place, is_new] = latest.try_emplace(place_of(record), entries.size());
        if (!is_new) {
            entries[std::exchange(place->second, entries.size())].is_superseded = true;
        }
        entries.push_back({.record = std::move(record)});
    }
    std::unordered_set<std::string_view> signing_keys;
    for (const Entry& entry : entries) {
        if (profile_of(entry.record.role).is_ca && !entry.is_superseded) {
            signing_keys.insert(entry.record.key_id);
        }
    }
    for (Entry& entry : entries) {
        entry.is_orphaned = !signing_keys.contains(entry.record.issuer_key_id);
    }
    return entries;
}

std::string_view state_of(const Entry& entry, std::time_t now) noexcept {
    if (entry.is_superseded) {
        return "superseded";
    }
    if (entry.is_orphaned) {
        return "orphaned";
    }
    if (entry.record.not_after < now) {
        return "expired";
    }
    return entry.record.not_before > now ? "not yet" : "valid";
}

} // namespace mqttx::pki
