// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/policy.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::app {

/// As whom a broker is tried.
struct Identity {
    std::string name; ///< for messages
    std::optional<std::string> username;
    bool with_password = false;
};

/// Whether an acl_file may allow this identity to publish to the topic: denies are not looked at,
/// and what stands for a name may be anything.
bool may_publish(const acl::Policy& policy, const Identity& identity, std::string_view topic);

} // namespace mqttx::app
