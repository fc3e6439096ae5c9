// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mqttx::topic {

/// Whether a message on the topic goes to subscribers of the filter (MQTT 5 section 4.7): '#' takes
/// its parent level too, and a wildcard at the first level takes no topic that begins with '$'.
/// Both must be valid and the filter without $share (see without_share); allocates nothing.
bool matches(std::string_view filter, std::string_view topic) noexcept;

} // namespace mqttx::topic
