// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::bench {

/// What subscribers cost with a source that is faster than they are; prints a table. False when one
/// of ours failed.
bool measure_reading(const std::string& program, int messages);

} // namespace mqttx::bench
