// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/interruptible_wait.hpp"

#include "common/cli/run.hpp"

#include <poll.h>

#include <array>

namespace mqttx::app {

void wait_for(
    std::span<const int> descriptors, std::chrono::milliseconds time, io::Signals& signals
) {
    std::array<pollfd, 5> waited{};
    waited[0] = {signals.descriptor(), POLLIN, 0};
    for (std::size_t at = 0; at < descriptors.size(); ++at) {
        waited[at + 1] = {descriptors[at], POLLIN, 0};
    }
    ::poll(waited.data(), descriptors.size() + 1, static_cast<int>(time.count()));
    if (const auto signal = signals.take()) {
        throw cli::Interrupted{*signal};
    }
}

} // namespace mqttx::app
