// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/mqtt/options.hpp"
#include "common/mqtt/packet_properties.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>

namespace mqttx::cli {

class Declaration;

/// What -D and the will options say.
struct PropertyOptions {
    std::array<mqtt::Properties, mqtt::property_packets.size()> of_packets{};
    std::optional<std::string> will_topic;
    std::optional<std::string> will_payload;
    std::optional<int> will_qos;
    bool will_retain = false;

    [[nodiscard]] mqtt::Properties& of(mqtt::PropertyPacket packet) {
        return of_packets[static_cast<std::size_t>(packet)];
    }

    [[nodiscard]] const mqtt::Properties& of(mqtt::PropertyPacket packet) const {
        return of_packets[static_cast<std::size_t>(packet)];
    }
};

/// Declares -D, for these packets, and the will options.
void property_options(
    Declaration& options, PropertyOptions& properties, std::span<const mqtt::PropertyPacket> packets
);

/// Settles on MQTT 5 because of an option that no older version has. Throws Error(usage) when
/// --protocol-version names an older one.
void need_mqtt5(mqtt::ConnectOptions& connect, std::string_view option);

/// Puts the will, and the properties of CONNECT and DISCONNECT, where they belong; a property
/// demands MQTT 5. Throws Error(usage) for what does not go together.
void take_properties(PropertyOptions& properties, mqtt::ConnectOptions& connect);

} // namespace mqttx::cli
