// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/policy.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace mqttx::acl {

/// Whose reading of a file is asked for: what a broker of that version does, or the file by itself,
/// where a deny goes before every allow and a SUBSCRIBE must be allowed as a whole.
enum class Broker : std::uint8_t { strict, mosquitto_2_0, mosquitto_2_1, dynsec_2_0, dynsec_2_1 };

inline constexpr std::array all_brokers{
    Broker::mosquitto_2_0,
    Broker::mosquitto_2_1,
    Broker::dynsec_2_0,
    Broker::dynsec_2_1,
    Broker::strict};

/// "mosquitto-2.0" ...
std::string_view broker_name(Broker broker) noexcept;

std::optional<Broker> broker_named(std::string_view name) noexcept;

/// The newest broker that reads files of this format as they are.
Broker newest_broker(Format format) noexcept;

/// Whether the broker reads files of this format.
bool reads(Broker broker, Format format) noexcept;

/// Whether the broker accepts every SUBSCRIBE and looks at each message instead.
constexpr bool accepts_every_subscribe(Broker broker) noexcept {
    return broker == Broker::mosquitto_2_0 || broker == Broker::mosquitto_2_1;
}

constexpr bool is_2_0(Broker broker) noexcept {
    return broker == Broker::mosquitto_2_0 || broker == Broker::dynsec_2_0;
}

constexpr bool is_dynsec(Broker broker) noexcept {
    return broker == Broker::dynsec_2_0 || broker == Broker::dynsec_2_1;
}

} // namespace mqttx::acl
