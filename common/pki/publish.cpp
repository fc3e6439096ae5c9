// SPDX-License-Identifier: Apache-2.0
#include "common/pki/publish.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/authority.hpp"
#include "common/pki/digest.hpp"
#include "common/pki/identity.hpp"
#include "common/tls/pem.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace mqttx::pki {

namespace {

constexpr mode_t readable = 0644;
constexpr std::size_t largest_list = std::size_t{1} << 28U;

/// The number that a list in a file has; the journal may be younger than the file.
std::uint64_t number_in(const std::string& path) {
    std::uint64_t number = 0;
    if (io::exists(path)) {
        const auto lists = tls::read_revocation_lists(io::read_file(path, largest_list), path);
        const std::string text = facts_of(lists.front().get()).number.value_or("0");
        const auto end = text.data() + text.size();
        if (std::from_chars(text.data(), end, number).ec != std::errc{}) {
            throw Error{
                ErrorKind::local,
                cat("the list ", in_quotes(path), " has a number that nothing can follow")};
        }
    }
    return number;
}

const ListEntry* list_of(const Inventory& inventory, const std::string& key_id) {
    for (const ListEntry& list : inventory.lists) {
        if (list.publication.issuer_key_id == key_id) {
            return &list;
        }
    }
    return nullptr;
}

std::vector<Revocation> revocations_by(const Inventory& inventory, const std::string& key_id) {
    std::vector<Revocation> found;
    for (const Entry& entry : inventory.certificates) {
        if (entry.revocation && entry.revocation->issuer_key_id == key_id) {
            found.push_back(*entry.revocation);
        }
    }
    return found;
}

/// Every list of the store in one text: the new ones, and the files of the others.
std::string joined(
    const Store& store,
    const Inventory& inventory,
    const std::map<std::string, std::string>& written
) {
    std::string all;
    for (const Entry* authority : authorities_of(inventory)) {
        const std::string path = store.list({authority->record.role, authority->record.name});
        if (const auto found = written.find(path); found != written.end()) {
            all += found->second;
        } else if (io::exists(path)) {
            all += io::read_text(path, largest_list);
        }
    }
    return all;
}

/// A list that lacks what was revoked before would make it good again.
void require_history(const Inventory& inventory, const std::string& key_id) {
    for (const Entry& entry : inventory.certificates) {
        if (!entry.record.is_history_known && entry.record.key_id == key_id) {
            throw Error{
                ErrorKind::local,
                cat("what the CA ",
                    in_quotes(entry.record.name),
                    " revoked before it was taken over is not known: a new list would make that "
                    "good again"),
                "take it over once more with its last list: 'mqttx cert import --crl'; "
                "'revoke --no-crl' only writes down"};
        }
    }
}

bool is_due(const Store& store, const Entry& authority, const ListEntry* list, std::time_t end) {
    return list == nullptr || list->is_behind || list->publication.next_update <= end ||
           !io::exists(store.list({authority.record.role, authority.record.name}));
}

/// The lists that are to be written, and those that still are good.
struct Plan {
    std::vector<Identity> due;
    std::vector<PublishedList> good;
};

Plan plan_of(
    const Store& store, const Inventory& inventory, const PublishOrder& order, std::time_t now
) {
    Plan plan;
    for (const Entry* authority : authorities_of(inventory)) {
        const Identity identity{authority->record.role, authority->record.name};
        const ListEntry* list = list_of(inventory, authority->record.key_id);
        const bool is_meant = order.authority ? order.authority->role == identity.role &&
                                                    (identity.role == Role::root ||
                                                     order.authority->name == identity.name)
                                              : io::exists(store.files(identity).key);
        if (!is_meant) {
            continue;
        }
        if (order.renew_if && !is_due(store, *authority, list, now + *order.renew_if)) {
            plan.good.push_back({store.list(identity), list->publication, false});
        } else {
            plan.due.push_back(identity);
        }
    }
    if (plan.due.empty() && plan.good.empty()) {
        throw Error{
            ErrorKind::local,
            "no CA can sign a list: the key of none is here",
            "bring the key of the CA for this command"};
    }
    return plan;
}

} // namespace

std::vector<PublishedList> stage_lists(
    Step& step,
    const Store& store,
    const Inventory& inventory,
    const std::vector<Identity>& authorities,
    const std::optional<Secret>& password,
    int days,
    std::time_t now
) {
    std::vector<PublishedList> lists;
    std::map<std::string, std::string> written;
    for (const Identity& identity : authorities) {
        const Authority authority{store, password, identity, Authority::Locked{}};
        const CertificateFacts facts = facts_of(authority.issuer().certificate);
        require_history(inventory, facts.subject_key_id);
        const std::string path = store.list(identity);
        const ListEntry* previous = list_of(inventory, facts.subject_key_id);
        const std::uint64_t number =
            std::max(number_in(path), previous == nullptr ? 0 : previous->publication.number);
        const ListOrder order{revocations_by(inventory, facts.subject_key_id), number + 1, days};
        const std::string pem = revocation_list_pem(order, authority.issuer(), now);
        constexpr std::time_t day = 86'400;
        lists.push_back(
            {path,
             {.time = now,
              .role = identity.role,
              .name = identity.name,
              .issuer_key_id = facts.subject_key_id,
              .number = order.number,
              .entries = order.revoked.size(),
              .next_update = now + days * day,
              .sha256 = sha256_text(as_bytes(pem))},
             true}
        );
        written.emplace(path, pem);
        step.stage(path, as_bytes(pem), readable);
    }
    step.stage(store.all_lists(), as_bytes(joined(store, inventory, written)), readable);
    return lists;
}

std::vector<PublishedList> publish_lists(
    const Store& store,
    const PublishOrder& order,
    const std::optional<Secret>& password,
    std::time_t now
) {
    Step step{store};
    const Inventory inventory = read_inventory(store);
    Plan plan = plan_of(store, inventory, order, now);
    std::vector<PublishedList> lists = std::move(plan.good);
    if (plan.due.empty()) {
        return lists;
    }
    auto written = stage_lists(step, store, inventory, plan.due, password, order.days, now);
    if (!order.dry_run) {
        std::vector<Event> events;
        for (const PublishedList& list : written) {
            events.emplace_back(list.publication);
        }
        step.commit(events);
    }
    lists.insert(lists.end(), written.begin(), written.end());
    return lists;
}

} // namespace mqttx::pki
