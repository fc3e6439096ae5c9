// SPDX-License-Identifier: Apache-2.0
#include "common/acl/target.hpp"

namespace mqttx::acl {

std::string_view target_name(Target target) noexcept {
    constexpr std::array<std::string_view, all_targets.size()> names{
        "mosquitto-2.0", "mosquitto-2.1", "dynsec-2.0", "dynsec-2.1", "emqx", "hivemq", "vernemq"};
    return names[static_cast<std::size_t>(target)];
}

std::string_view target_title(Target target) noexcept {
    constexpr std::array<std::string_view, all_targets.size()> titles{
        "Mosquitto 2.0",
        "Mosquitto 2.1",
        "the dynamic security plugin of 2.0",
        "the dynamic security plugin of 2.1",
        "EMQX",
        "HiveMQ",
        "VerneMQ"};
    return titles[static_cast<std::size_t>(target)];
}

} // namespace mqttx::acl
