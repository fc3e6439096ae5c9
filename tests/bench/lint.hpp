// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::bench {

/// What `acl lint` costs with 100,000 and 1,000,000 lines of rules, and how that grows; prints a
/// table. False when it failed.
bool measure_lint(const std::string& program);

} // namespace mqttx::bench
