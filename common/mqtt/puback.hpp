// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace mqttx::mqtt {

/// What a PUBACK says.
struct Puback {
    int packet_id = 0;
    int code = 0; ///< MQTT 5; 0x80 and above is a refusal
    std::string reason_string{};
};

/// Whether a packet that begins with this byte is a PUBACK.
inline bool begins_puback(std::uint8_t first) noexcept {
    return first == 0x40;
}

/// The length of the packet at the beginning of the input, of its fixed header too (MQTT 5 section
/// 2.1.4); none while that cannot be told.
std::optional<std::size_t> packet_length(ByteView input) noexcept;

/// Reads a whole PUBACK (MQTT 5 section 3.4); none for one that is malformed.
std::optional<Puback> read_puback(ByteView packet, bool mqtt5);

} // namespace mqttx::mqtt
