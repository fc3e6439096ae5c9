// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mqttx::acl {

/// A broker that a permission file is meant to move to. Lint says what would not come along; only
/// the Mosquitto ones are also read and written.
enum class Target : std::uint8_t {
    mosquitto_2_0,
    mosquitto_2_1,
    dynsec_2_0,
    dynsec_2_1,
    emqx,
    hivemq,
    vernemq,
};

inline constexpr std::array all_targets{
    Target::mosquitto_2_0,
    Target::mosquitto_2_1,
    Target::dynsec_2_0,
    Target::dynsec_2_1,
    Target::emqx,
    Target::hivemq,
    Target::vernemq};

/// The word on the command line: "mosquitto-2.0" ...
std::string_view target_name(Target target) noexcept;

/// The name in a sentence: "Mosquitto 2.0", "the dynamic security plugin of 2.0", "EMQX" ...
std::string_view target_title(Target target) noexcept;

/// Whether the broker takes the filter of a SUBSCRIBE for a topic name and compares it with its
/// rules as such: '+' then stands for '#' too. None of them looks at deliveries again.
constexpr bool compares_filters_as_topics(Target target) noexcept {
    return target == Target::emqx || target == Target::hivemq || target == Target::vernemq;
}

/// Whether the broker knows rules that deny.
constexpr bool knows_denies(Target target) noexcept {
    return target != Target::hivemq && target != Target::vernemq;
}

} // namespace mqttx::acl
