// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/chain.hpp"

#include <vector>

namespace mqttx::acl {

/// A kind of action that rules tell apart.
struct Kind {
    Action action;
    std::uint8_t qos;  ///< the QoS that are alike
    RetainRule retain; ///< the messages that are alike
};

/// One action for each way in which the rules of both tell actions of an operation apart: by QoS,
/// and when publishing by whether a message is retained.
std::vector<Kind> kinds_of(const Policy& before, const Policy& after, Operation operation);

/// Every kind for which two policies are compared. Where both are native: publishing, subscribing,
/// and that as shared subscriptions, for each group that rules name and one that none does;
/// otherwise publishing, and receiving at any QoS.
std::vector<Kind> compared_kinds(const Policy& before, const Policy& after);

} // namespace mqttx::acl
