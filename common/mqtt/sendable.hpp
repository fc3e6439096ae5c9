// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::mqtt {

/// Why a text cannot be a string of a packet (MQTT 5 section 1.5.4), as the end of a sentence about
/// it: "is not valid UTF-8"; none when it can. Control characters and noncharacters, which the
/// section only advises against, are refused: Mosquitto ends the connection over them.
std::optional<std::string> text_fault(std::string_view text);

/// Why a topic name cannot be published to, as a sentence to put after the quoted topic and a
/// colon; none when it can.
std::optional<std::string> sendable_topic_fault(std::string_view topic);

/// The same for a topic filter to subscribe to.
std::optional<std::string> sendable_filter_fault(std::string_view filter);

/// What a broker may make of a message to a valid topic, as a sentence like those above: it has
/// more levels than Mosquitto takes, or it is the broker's own.
std::optional<std::string> publish_doubt(std::string_view topic);

/// The same for a filter to subscribe to.
std::optional<std::string> filter_doubt(std::string_view filter);

} // namespace mqttx::mqtt
