// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/mqtt/properties.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::mqtt {

/// A message to publish.
struct OutgoingMessage {
    std::string_view topic;
    ByteView payload;
    int qos = 0;
    bool retain = false;
    const Properties* properties = nullptr; ///< MQTT 5 only; none when null
};

/// A message as it arrived; the views live until the handler returns.
struct Message {
    std::string_view topic;
    ByteView payload;
    int qos;
    bool retain;
    bool dup;      ///< the sender marked it as a redelivery; needs ConnectOptions::wants_log or
                   ///< wants_redeliveries
    int packet_id; ///< 0 at QoS 0
    Properties properties;
};

/// One topic filter of a SUBSCRIBE.
struct Subscription {
    std::string filter;
    int qos = 0;
    bool no_local = false;
    bool retain_as_published = false;
    int retain_handling = 0; ///< 0..2, MQTT 5 section 3.8.3.1
};

/// What the broker granted for one filter: 0..2, or 0x80 and above for a refusal.
struct Grant {
    Subscription subscription;
    int code;
};

/// What a CONNACK said, with the defaults of MQTT 5 section 3.2.2.3 where it said nothing.
struct Connack {
    int code = 0;
    bool session_present = false;
    std::uint32_t receive_maximum = 65535;
    std::uint32_t maximum_packet_size = 268435460;
    std::uint32_t topic_alias_maximum = 0;
    int maximum_qos = 2;
    bool retain_available = true;
    bool wildcards_available = true;
    bool subscription_identifiers_available = true;
    bool shared_subscriptions_available = true;
    std::optional<int> keepalive{}; ///< seconds, where the server wants another than ours
    std::string assigned_client_id{};
    std::string reason_string{};
    std::string other_server{};                    ///< where it sends us: the server reference
    std::optional<std::uint32_t> session_expiry{}; ///< seconds, where it is not what we asked for
};

} // namespace mqttx::mqtt
