// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/diff.hpp"

namespace mqttx::acl {

/// The differences of two readings of which one at least is of the native format: also by QoS,
/// retained messages, shared subscriptions and certificates. `is_complete` as for difference().
std::vector<Change>
native_difference(const Reading& before, const Reading& after, bool* is_complete);

} // namespace mqttx::acl
