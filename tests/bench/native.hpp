// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::bench {

/// What lint and diff of a native file with 100,000 rules cost, how fast the broker plugin loads
/// them and decides, and what it leaves of a broker's throughput, beside no permissions at all and
/// an acl_file with the same rules; prints tables. False when one failed.
bool measure_native(const std::string& program);

} // namespace mqttx::bench
