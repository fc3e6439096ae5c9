// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"

#include <string>

namespace mqttx::app::sub {

/// One JSON object for a message, without a line feed: everything that is known about it, valid
/// JSON whatever the payload. Text payloads are "payload", others "payload_b64".
std::string message_json(const Arrival& arrival);

/// The properties as the object that stands in it.
std::string properties_json(const mqtt::Properties& properties);

} // namespace mqttx::app::sub
