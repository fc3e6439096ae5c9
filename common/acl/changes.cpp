// SPDX-License-Identifier: Apache-2.0
#include "common/acl/changes.hpp"

#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace mqttx::acl {

namespace {

std::string what_of(const Change& change) {
    return cat(
        change.gained ? "+" : "-",
        static_cast<int>(change.operation),
        static_cast<int>(change.qos),
        static_cast<int>(change.retain),
        change.group,
        '\0',
        change.witness
    );
}

} // namespace

bool is_of_odd_name(const Change& change) {
    const auto is_odd = [](const std::optional<std::string>& name, std::string_view plain) {
        return name && *name != plain && name->find(plain) != std::string::npos;
    };
    return is_odd(change.client.user, some_user) || is_odd(change.client.id, some_id);
}

void drop_said(std::vector<Change>& changes, std::size_t from, std::span<const Change> said) {
    const auto is_said = [&](const Change& change) {
        return std::any_of(said.begin(), said.end(), [&](const Change& other) {
            return other.operation == change.operation && other.gained == change.gained;
        });
    };
    const auto begin = changes.begin() + static_cast<std::ptrdiff_t>(from);
    changes.erase(std::remove_if(begin, changes.end(), is_said), changes.end());
}

std::vector<Change> fewest_changes(const std::vector<Change>& changes) {
    std::map<std::string, std::vector<const Change*>> alike;
    for (const auto& change : changes) {
        alike[what_of(change)].push_back(&change);
    }
    std::vector<Change> kept;
    for (const auto& change : changes) {
        const auto client = without_made_up_names(change.client);
        const auto& others = alike[what_of(change)];
        constexpr std::size_t most_alike = 1000;
        const bool needless = change.who == Change::Who::client && others.size() < most_alike &&
                              std::any_of(others.begin(), others.end(), [&](const Change* other) {
                                  const auto less = without_made_up_names(other->client);
                                  return other != &change && has_no_more_names(less, client) &&
                                         (!has_no_more_names(client, less) || other < &change);
                              });
        if (!needless) {
            kept.push_back(change);
        }
    }
    return kept;
}

} // namespace mqttx::acl
