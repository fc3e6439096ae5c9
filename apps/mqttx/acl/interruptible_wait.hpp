// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/signals.hpp"

#include <chrono>
#include <span>

namespace mqttx::app {

/// Waits until one of the descriptors (at most 4) is readable, or the time is over. Throws
/// cli::Interrupted when a signal comes.
void wait_for(
    std::span<const int> descriptors, std::chrono::milliseconds time, io::Signals& signals
);

} // namespace mqttx::app
