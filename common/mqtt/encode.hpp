// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/mqtt/message.hpp"
#include "common/mqtt/properties.hpp"

namespace mqttx::mqtt {

/// The packets that are written past the library; MQTT 5 chapter 3. What is handed in must be what
/// MQTT can carry: texts of at most 65,535 bytes, a remaining length of at most 268,435,455.

/// Appends properties behind their length (section 2.2.2).
void append_properties(Bytes& out, const Properties& properties);

/// Appends a PUBLISH (section 3.3) under this identifier, which QoS 0 does not have.
void append_publish(Bytes& out, const OutgoingMessage& message, int packet_id, bool mqtt5);

/// A DISCONNECT (section 3.14): the normal end, with these properties if there are any.
Bytes disconnect_packet(const Properties& properties);

} // namespace mqttx::mqtt
