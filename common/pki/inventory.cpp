// SPDX-License-Identifier: Apache-2.0
#include "common/pki/inventory.hpp"

#include "common/base/text.hpp"

#include <algorithm>
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

/// Takes in what happened, one event after the other.
class Counting {
  public:
    void take(Record&& record) {
        bool has_key = true;
        const auto [place, is_new] =
            latest_.try_emplace(place_of(record), inventory_.certificates.size());
        if (!is_new) {
            auto& previous = inventory_.certificates[place->second];
            place->second = inventory_.certificates.size();
            previous.is_superseded = true;
            has_key = previous.has_key;
        }
        if (record.cause != Cause::renew) {
            has_key = record.cause != Cause::sign && record.cause != Cause::import;
        }
        serials_.insert_or_assign(
            serial_key(record.issuer_key_id, record.serial), inventory_.certificates.size()
        );
        inventory_.certificates.push_back({.record = std::move(record), .has_key = has_key});
    }

    void take(Revocation&& revocation) {
        const auto found = serials_.find(serial_key(revocation.issuer_key_id, revocation.serial));
        if (found == serials_.end()) {
            return; // of a certificate that nobody here made
        }
        if (const auto list = lists_.find(revocation.issuer_key_id); list != lists_.end()) {
            list->second.is_behind = true;
        } else {
            inventory_.unlisted.push_back(revocation);
        }
        inventory_.certificates[found->second].revocation = std::move(revocation);
    }

    void take(Publication&& publication) {
        const std::string key_id = publication.issuer_key_id;
        std::erase_if(inventory_.unlisted, [&](const Revocation& each) {
            return each.issuer_key_id == key_id;
        });
        lists_.insert_or_assign(key_id, ListEntry{.publication = std::move(publication)});
    }

    Inventory result() {
        std::unordered_set<std::string_view> signing_keys;
        for (const Entry& entry : inventory_.certificates) {
            if (profile_of(entry.record.role).is_ca && !entry.is_superseded) {
                signing_keys.insert(entry.record.key_id);
            }
        }
        for (Entry& entry : inventory_.certificates) {
            entry.is_orphaned = !signing_keys.contains(entry.record.issuer_key_id);
        }
        for (const Entry* authority : authorities_of(inventory_)) {
            if (const auto list = lists_.find(authority->record.key_id); list != lists_.end()) {
                inventory_.lists.push_back(std::move(list->second));
                lists_.erase(list);
            }
        }
        return std::move(inventory_);
    }

  private:
    Inventory inventory_;
    std::unordered_map<std::string, std::size_t> latest_;
    std::unordered_map<std::string, std::size_t> serials_;
    std::unordered_map<std::string, ListEntry> lists_;
};

} // namespace

Inventory inventory_of(std::vector<Event> events) {
    Counting counting;
    for (Event& event : events) {
        std::visit([&](auto& each) { counting.take(std::move(each)); }, event);
    }
    return counting.result();
}

std::string_view state_of(const Entry& entry, std::time_t now) noexcept {
    if (entry.revocation) {
        return "revoked";
    }
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

std::string_view state_of(const ListEntry& list, std::time_t now) noexcept {
    if (list.publication.next_update < now) {
        return "expired";
    }
    return list.is_behind ? "behind" : "valid";
}

bool is_live(const Entry& entry, std::time_t now) noexcept {
    return !entry.revocation && !entry.is_orphaned && entry.record.not_after >= now;
}

std::vector<const Entry*> authorities_of(const Inventory& inventory) {
    std::vector<const Entry*> found;
    for (const Entry& entry : inventory.certificates) {
        if (profile_of(entry.record.role).is_ca && !entry.is_superseded) {
            found.push_back(&entry);
        }
    }
    std::stable_partition(found.begin(), found.end(), [](const Entry* entry) {
        return entry->record.role == Role::root;
    });
    return found;
}

} // namespace mqttx::pki
