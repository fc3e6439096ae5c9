// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/pki/inventory.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/pki/step.hpp"

#include <ctime>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mqttx::pki {

/// Which lists to write, and how long they count.
struct PublishOrder {
    std::optional<Identity> authority{};   ///< one CA's; else of all whose key is here
    std::optional<std::time_t> renew_if{}; ///< only those that end within so many seconds
    int days = list_days;
    bool dry_run = false;
};

/// A list, and whether it was written or still is good.
struct PublishedList {
    std::string path;
    Publication publication;
    bool is_written = false;
};

/// Signs the lists of revoked certificates and joins them in crl.pem, in one step. `password` opens
/// the CAs' keys. Throws Error(local): a key that is missing, a history that is not known.
std::vector<PublishedList> publish_lists(
    const Store& store,
    const PublishOrder& order,
    const std::optional<Secret>& password,
    std::time_t now
);

/// Stages the lists of these CAs and crl.pem; the events are for the commit. `inventory` has the
/// revocations to be listed.
std::vector<PublishedList> stage_lists(
    Step& step,
    const Store& store,
    const Inventory& inventory,
    const std::vector<Identity>& authorities,
    const std::optional<Secret>& password,
    int days,
    std::time_t now
);

} // namespace mqttx::pki
