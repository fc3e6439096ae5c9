// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/event.hpp"

#include <ctime>
#include <optional>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// A certificate that was made, and what became of it.
struct Entry {
    Record record;
    bool is_superseded = false; ///< a later one took its files
    bool is_orphaned = false;   ///< the CA that signed it was replaced by one with another key
    bool has_key = true;        ///< its key was made here, not by who sent a request for it
    std::optional<Revocation> revocation{};
};

/// The newest revocation list of a CA.
struct ListEntry {
    Publication publication;
    bool is_behind = false; ///< something was revoked since, or its CA made anew
};

/// What a PKI has.
struct Inventory {
    std::vector<Entry> certificates;  ///< in the order of their making
    std::vector<ListEntry> lists;     ///< of the CAs that are in use
    std::vector<Revocation> unlisted; ///< of CAs that have no list
};

Inventory inventory_of(std::vector<Event> events);

/// "revoked", "superseded", "orphaned", "expired", "not yet" or "valid"; the first that applies.
std::string_view state_of(const Entry& entry, std::time_t now) noexcept;

/// "behind", "expired" or "valid".
std::string_view state_of(const ListEntry& list, std::time_t now) noexcept;

/// Whether a verifier with no revocation list would still take it.
bool is_live(const Entry& entry, std::time_t now) noexcept;

/// The CAs in use, the root first.
std::vector<const Entry*> authorities_of(const Inventory& inventory);

} // namespace mqttx::pki
