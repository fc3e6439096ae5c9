// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/selection.hpp"

#include "common/topic/match.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::app::sub {

bool Selection::is_filtered_out(const mqtt::Message& message) const noexcept {
    return std::any_of(
        options_.filtered_out.begin(),
        options_.filtered_out.end(),
        [&](const std::string& filter) {
            return topic::matches(topic::without_share(filter), message.topic);
        }
    );
}

} // namespace mqttx::app::sub
