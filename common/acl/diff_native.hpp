// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/diff.hpp"

#include <string>
#include <vector>

namespace mqttx::acl {

/// First levels that begin with '$' and make a difference to a reading: where the default lets
/// clients publish, or a subscription is compared as a text.
std::vector<std::string> reserved_roots(const Reading& before, const Reading& after);

/// The differences of two readings of which one at least is of the native format: also by QoS,
/// retained messages, shared subscriptions and certificates. `is_complete` as for difference().
std::vector<Change>
native_difference(const Reading& before, const Reading& after, bool* is_complete);

} // namespace mqttx::acl
