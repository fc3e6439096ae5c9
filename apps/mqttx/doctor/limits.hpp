// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/finding.hpp"
#include "common/mqtt/message.hpp"

namespace mqttx::app::doctor {

/// Layer "mqtt": what the broker's CONNACK allows (MQTT 5 section 3.2.2.3). Under 3.1.1 it says
/// nothing about it.
Findings judge_limits(const mqtt::Connack& connack, bool mqtt5);

/// The same checks, not tested for a reason.
Findings limits_untested(const std::string& reason);

} // namespace mqttx::app::doctor
