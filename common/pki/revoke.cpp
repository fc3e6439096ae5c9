// SPDX-License-Identifier: Apache-2.0
#include "common/pki/revoke.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/identity.hpp"

#include <algorithm>
#include <cctype>

namespace mqttx::pki {

namespace {

using Entries = std::vector<Entry*>;

/// The digits of a serial number as the journal has them, or nothing.
std::string serial_in(std::string_view text) {
    constexpr std::size_t shortest = 8;
    std::string digits;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (std::isxdigit(byte) != 0) {
            digits.push_back(static_cast<char>(std::tolower(byte)));
        } else if (each != ':') {
            return {};
        }
    }
    return digits.size() < shortest ? std::string{} : digits;
}

template <typename Matches> Entries entries_where(Inventory& inventory, Matches matches) {
    Entries found;
    for (Entry& entry : inventory.certificates) {
        if (matches(entry)) {
            found.push_back(&entry);
        }
    }
    return found;
}

Entries named(Inventory& inventory, const std::string& text) {
    const std::string serial = serial_in(text);
    if (!serial.empty()) {
        auto found = entries_where(inventory, [&](const Entry& entry) {
            return entry.record.serial == serial;
        });
        if (!found.empty()) {
            return found;
        }
    }
    const Identity identity = identity_named(inventory, text);
    return entries_where(inventory, [&](const Entry& entry) {
        return entry.record.role == identity.role && entry.record.name == identity.name;
    });
}

Entries chosen(Inventory& inventory, const RevokeOrder& order) {
    Entries all;
    for (const std::string& name : order.names) {
        const Entries found = named(inventory, name);
        all.insert(all.end(), found.begin(), found.end());
    }
    if (order.user) {
        const Entries found = entries_where(inventory, [&](const Entry& entry) {
            return entry.record.role == Role::client && entry.record.common_name == order.user;
        });
        if (found.empty()) {
            throw Error{
                ErrorKind::local,
                cat("no client certificate here has the common name ", in_quotes(*order.user)),
                "'mqttx cert list --all' shows what was issued"};
        }
        all.insert(all.end(), found.begin(), found.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void require_revocable(const Entry& entry) {
    if (entry.record.role == Role::root) {
        throw Error{
            ErrorKind::usage,
            cat("a root cannot be revoked: nobody above ",
                in_quotes(entry.record.name),
                " signs a list"),
            "take its certificate out of every cafile, and make a new one with "
            "'mqttx cert ca --force'"};
    }
}

/// The CAs, still in use, that signed these.
std::vector<Identity> issuers_of(const Inventory& inventory, const Entries& entries) {
    std::vector<Identity> issuers;
    for (const Entry* authority : authorities_of(inventory)) {
        const bool is_concerned = std::any_of(entries.begin(), entries.end(), [&](const Entry* e) {
            return e->record.issuer_key_id == authority->record.key_id;
        });
        if (is_concerned) {
            issuers.push_back({authority->record.role, authority->record.name});
        }
    }
    return issuers;
}

Revocation revocation_of(const Record& record, Reason reason, std::time_t now) {
    return {
        .time = now,
        .role = record.role,
        .name = record.name,
        .serial = record.serial,
        .issuer_key_id = record.issuer_key_id,
        .sha256 = record.sha256,
        .reason = reason};
}

void require_keys(const Store& store, const std::vector<Identity>& issuers) {
    for (const Identity& issuer : issuers) {
        const std::string path = store.files(issuer).key;
        if (!io::exists(path)) {
            throw Error{
                ErrorKind::local,
                cat("the key of the CA that signs the list is not here: ",
                    in_quotes(path),
                    " does not exist"),
                "--no-crl writes the revocation down; 'mqttx cert crl' lists it once the key is "
                "here"};
        }
    }
}

} // namespace

Revoked revoke(
    const Store& store,
    const RevokeOrder& order,
    const std::optional<Secret>& password,
    std::time_t now
) {
    Step step{store};
    Inventory inventory = read_inventory(store);
    const Entries entries = chosen(inventory, order);
    Revoked result;
    std::vector<Event> events;
    for (Entry* entry : entries) {
        require_revocable(*entry);
        if (entry->revocation) {
            result.earlier.push_back(entry->record);
        } else if (is_live(*entry, now)) {
            entry->revocation = revocation_of(entry->record, order.reason, now);
            events.emplace_back(*entry->revocation);
            result.now.push_back(entry->record);
        }
    }
    if (result.now.empty() && result.earlier.empty()) {
        throw Error{
            ErrorKind::local,
            "nothing to revoke: it has expired, or its CA was replaced",
            "no verifier takes it any more"};
    }
    const auto issuers = issuers_of(inventory, entries);
    if (order.publish && !issuers.empty()) {
        require_keys(store, issuers);
        result.lists = stage_lists(step, store, inventory, issuers, password, list_days, now);
        for (const PublishedList& list : result.lists) {
            events.emplace_back(list.publication);
        }
    }
    if (!order.dry_run && !events.empty()) {
        step.commit(events);
    }
    return result;
}

} // namespace mqttx::pki
