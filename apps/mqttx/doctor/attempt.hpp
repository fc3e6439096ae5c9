// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/fault_of.hpp"
#include "common/mqtt/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::doctor {

/// One connection, up to the CONNACK and closed again.
struct Attempt {
    std::optional<Error> fault;
    std::optional<mqtt::Connack> connack; ///< exactly when we were let in
    bool mqtt5 = false;
    std::vector<std::string> notices; ///< a fallback to 3.1.1
};

/// Connects once, and leaves in order when that succeeds. Nothing is subscribed to or published.
Attempt attempt(mqtt::ConnectOptions options);

} // namespace mqttx::app::doctor
