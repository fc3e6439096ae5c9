// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mqttx::cli {

/// The name the program was built under (-DMQTTX_PROGRAM_NAME): in messages, help and completions.
inline constexpr std::string_view program_name = MQTTX_PROGRAM_NAME;
inline constexpr std::string_view program_version = MQTTX_VERSION;

} // namespace mqttx::cli
