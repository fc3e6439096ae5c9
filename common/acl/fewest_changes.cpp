// SPDX-License-Identifier: Apache-2.0
#include "common/acl/fewest_changes.hpp"

#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <map>

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

std::vector<Change> fewest(const std::vector<Change>& changes) {
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
