// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/ground.hpp"

#include <string>

namespace mqttx::bench {

/// How long a message takes from its publisher into the pipe behind a waiting subscriber, alone and
/// as the last of a burst; prints a table. False when a message did not come.
bool measure_tail(const Ground& ground, const std::string& program);

} // namespace mqttx::bench
