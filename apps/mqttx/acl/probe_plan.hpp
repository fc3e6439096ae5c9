// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/reach.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mqttx::app {

/// A question to a live broker: may the client publish there?
struct ProbeQuestion {
    std::string topic;
    std::optional<bool> before; ///< what the former file says; none where it does not say
    bool after = false;         ///< what the new one says

    /// Whether the answer tells which of the files the broker goes by.
    [[nodiscard]] bool tells_files_apart() const noexcept { return before && *before != after; }
};

/// What to ask as one client: a topic that the new file denies, and one about which the files
/// differ, as far as there are such. `clients` are all that it may be to the broker, the likeliest
/// first, and each file is given as every broker reads it that may be there (none: no former file):
/// only what all of them agree on is asked. `unused` is a topic that nobody has used. Topics that
/// begin with '$' are the broker's own and left out.
std::vector<ProbeQuestion> probe_plan(
    std::span<const acl::Reading> before,
    std::span<const acl::Reading> after,
    std::span<const acl::Client> clients,
    const std::string& unused
);

} // namespace mqttx::app
