// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/attempt.hpp"
#include "apps/mqttx/doctor/finding.hpp"
#include "common/mqtt/options.hpp"

#include <string>

namespace mqttx::app::doctor {

/// Layers "mqtt" and "authentication": does an MQTT broker answer, which version, and are we let in
/// as whom?
Findings judge_entry(const mqtt::ConnectOptions& options, const Attempt& seen);

/// The same checks, not tested for a reason.
Findings entry_untested(const std::string& reason);

} // namespace mqttx::app::doctor
