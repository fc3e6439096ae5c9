// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/live_table.hpp"

namespace mqttx::app::sub {

void LiveTable::wake_up(Clock::time_point now) {
    if (now >= next_) {
        screen_.draw(lines(screen_.size(), now));
        next_ = now + period_;
    }
}

} // namespace mqttx::app::sub
