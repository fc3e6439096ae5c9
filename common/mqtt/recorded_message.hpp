// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/mqtt/properties.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::mqtt {

/// A message of a recording: what it says of itself, to be published again.
struct RecordedMessage {
    std::string topic;
    Bytes payload;
    std::optional<int> qos; ///< 0..2
    std::optional<bool> retain;
    Properties properties; ///< such as a client's PUBLISH may carry
};

/// Reads a line of a recording, a JSON object (RFC 8259): "topic", "payload" (text) or
/// "payload_b64" (RFC 4648 section 4), "qos", "retain" and "properties", an object in which a user
/// property is a list of pairs and correlation data base64. "time", "mid", "dup" and "security" are
/// passed over, so are the subscription identifiers and the topic alias: they belong to the session
/// that received the message. Throws Error(local), which names `source`, for anything else.
RecordedMessage read_recorded_message(ByteView line, std::string_view source);

} // namespace mqttx::mqtt
