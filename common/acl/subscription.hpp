// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/bind.hpp"
#include "common/acl/broker.hpp"
#include "common/acl/policy.hpp"

#include <string_view>

namespace mqttx::acl {

/// How the dynamic security plugin answers a SUBSCRIBE.
struct SubscribeAnswer {
    bool accepted;
    const Rule* rule = nullptr; ///< nullptr: the default, or no role is asked
    /// The role whose ban on wildcards refuses it (2.1).
    const Section* without_wildcards = nullptr;
};

/// Asks the roles of a client in their order: literals before patterns, the first that applies
/// decides. The filter is taken as text, $share included; 2.0 takes "/#" for "#".
SubscribeAnswer answer_subscribe(
    const Policy& policy, Broker broker, const Client& client, std::string_view filter
);

} // namespace mqttx::acl
