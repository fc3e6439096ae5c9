// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace mqttx::mqtt {

/// A PUBLISH packet that asks nothing of a session: QoS 0, without properties, an ASCII topic. The
/// views point into the input.
struct PlainPublish {
    std::string_view topic;
    ByteView payload;
    bool retain;
    std::size_t size; ///< of the whole packet
};

/// The plain PUBLISH that lies whole at the beginning of the input (MQTT 5 section 3.3); none when
/// anything else does, be it the half of one or a malformed one.
std::optional<PlainPublish> plain_publish_at(ByteView input, bool mqtt5) noexcept;

} // namespace mqttx::mqtt
