// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/policy.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace mqttx::acl {

/// Whose reading of a file is asked for: what a broker of that version does, or the file by itself,
/// where a deny goes before every allow and a SUBSCRIBE must be allowed as a whole.
enum class Broker : std::uint8_t {
    strict,
    mosquitto_2_0,
    mosquitto_2_1,
    dynsec_2_0,
    dynsec_2_1,
    emqx,
    hivemq
};

inline constexpr std::array all_brokers{
    Broker::mosquitto_2_0,
    Broker::mosquitto_2_1,
    Broker::dynsec_2_0,
    Broker::dynsec_2_1,
    Broker::emqx,
    Broker::hivemq,
    Broker::strict};

/// "mosquitto-2.0" ...
std::string_view broker_name(Broker broker) noexcept;

std::optional<Broker> broker_named(std::string_view name) noexcept;

/// The newest broker that reads files of this format as they are.
Broker newest_broker(Format format) noexcept;

/// Whether the broker reads files of this format; EMQX and HiveMQ those of the native one as far as
/// such rules can be said there.
bool reads(Broker broker, Format format) noexcept;

/// Whether the broker accepts every SUBSCRIBE and looks at each message instead.
constexpr bool accepts_every_subscribe(Broker broker) noexcept {
    return broker == Broker::mosquitto_2_0 || broker == Broker::mosquitto_2_1;
}

/// Whether the broker takes the filter of a SUBSCRIBE for a topic name and holds it against the
/// filters of the rules as such: '+' then stands for '#' too. Deliveries are not looked at.
constexpr bool compares_filters_as_topics(Broker broker) noexcept {
    return broker == Broker::emqx || broker == Broker::hivemq;
}

constexpr bool is_2_0(Broker broker) noexcept {
    return broker == Broker::mosquitto_2_0 || broker == Broker::dynsec_2_0;
}

constexpr bool is_dynsec(Broker broker) noexcept {
    return broker == Broker::dynsec_2_0 || broker == Broker::dynsec_2_1;
}

} // namespace mqttx::acl
