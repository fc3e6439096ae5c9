// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mqttx::cli {

/// For an option as MQTTX, HiveMQ's mqtt-cli or mosquitto 2.1 name it, long and with its dashes:
/// the option to use here, or a sentence about the way out. Empty for any other word.
std::string_view ours_for_foreign(std::string_view option) noexcept;

} // namespace mqttx::cli
