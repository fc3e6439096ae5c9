// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"
#include "common/mqtt/options.hpp"

#include <exception>
#include <optional>
#include <string>

namespace mqttx::app {

/// What a broker answered to a QoS 1 message that its permissions deny.
enum class ProbeAnswer {
    refused,     ///< as it should be
    accepted,    ///< the broker is open
    not_let_in,  ///< it does not know this identity: its permissions stay unknown
    unreachable, ///< no connection, or none that answered
};

struct ProbeResult {
    ProbeAnswer answer;
    std::exception_ptr cause{}; ///< of the last two
};

/// Connects with MQTT 5 as this user (none: without a name), with the password only when
/// `with_password`, and publishes to the topic. Throws nothing that concerns the broker.
ProbeResult probe(
    const mqtt::ConnectOptions& options,
    const std::optional<std::string>& username,
    bool with_password,
    const std::string& topic,
    cli::Context& context
);

} // namespace mqttx::app
