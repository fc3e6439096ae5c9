// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mqttx::cli {

/// The name the program was built under (-DMQTTX_PROGRAM_NAME): in messages, help and completions.
inline constexpr std::string_view program_name = MQTTX_PROGRAM_NAME;
inline constexpr std::string_view program_version = MQTTX_VERSION;

/// A text with commands in it, which are written as those of "mqttx", under the name the program
/// has. For hints and examples.
std::string in_own_name(std::string_view text, std::string_view name = program_name);

} // namespace mqttx::cli
