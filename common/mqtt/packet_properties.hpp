// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/mqtt/properties.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::mqtt {

/// The parts of a client's packets that carry properties a user may choose.
enum class PropertyPacket { connect, will, publish, subscribe, unsubscribe, disconnect };

/// Every PropertyPacket, in the order of the enumeration.
inline constexpr std::array property_packets{
    PropertyPacket::connect,
    PropertyPacket::will,
    PropertyPacket::publish,
    PropertyPacket::subscribe,
    PropertyPacket::unsubscribe,
    PropertyPacket::disconnect};

/// "connect", "will" ...
std::string_view word(PropertyPacket packet) noexcept;

/// The names of the properties a client may send in the packet (MQTT 5 section 2.2.2.2).
std::vector<std::string> properties_of(PropertyPacket packet);

/// Why the packet cannot carry the property beside those it has already: not one of its properties,
/// a second one of it, a number out of range, text that MQTT cannot carry. None when it can.
std::optional<std::string>
property_fault(PropertyPacket packet, const Properties& others, const Property& property);

} // namespace mqttx::mqtt
