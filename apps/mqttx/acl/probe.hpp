// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"
#include "common/io/signals.hpp"
#include "common/mqtt/options.hpp"

#include <exception>
#include <string>
#include <vector>

namespace mqttx::app {

/// What a broker answered to a client that wanted to publish.
enum class ProbeAnswer {
    refused,
    accepted,
    not_let_in,  ///< it does not know this client: its permissions stay unknown
    unreachable, ///< no connection, or none that answered
};

struct ProbeResult {
    ProbeAnswer answer;
    std::exception_ptr cause{}; ///< of the last two
};

/// What is offered to the broker: an empty message.
struct ProbeMessage {
    std::string topic;
    int qos = 2; ///< 1 or 2
    bool retain = false;
};

/// Connects with MQTT 5 and offers an empty message. One of QoS 1 arrives where it is permitted; of
/// QoS 2 its PUBREC says whether
/// it is permitted (MQTT 5 section 4.3.3); it is never released, so nobody receives it. A broker
/// that grants no QoS 2 counts as unreachable. Throws nothing that concerns the broker, and
/// cli::Interrupted when a signal comes.
ProbeResult probe(
    const mqtt::ConnectOptions& options,
    const ProbeMessage& message,
    io::Signals& signals,
    cli::Context& context
);

/// Connects with MQTT 5 and subscribes; whether each subscription is accepted, in their order.
/// Retained messages are not asked for, and the session ends at once. Throws Error.
std::vector<bool> probe_subscriptions(
    const mqtt::ConnectOptions& options,
    const std::vector<mqtt::Subscription>& subscriptions,
    io::Signals& signals,
    cli::Context& context
);

} // namespace mqttx::app
