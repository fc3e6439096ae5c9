// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::bench {

/// What lint, check and diff of permission files cost with up to 1,000,000 lines of rules, and how
/// lint grows; prints a table. False when one failed.
bool measure_acl(const std::string& program);

} // namespace mqttx::bench
