// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mqttx::bench {

/// How many permission decisions a second are made in memory against 100,000 rules: spread over
/// many clients, and all of them for one; prints a table. False when an answer is wrong.
bool measure_decisions();

} // namespace mqttx::bench
