// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app::doctor {

enum class Outcome : std::uint8_t { ok, warn, fail, untested };

/// What one check found out.
struct Finding {
    std::string_view layer; ///< "tls"
    std::string_view check; ///< "expiry": unique within its layer
    Outcome outcome;
    std::string text;  ///< a sentence, lower case, no full stop; not safe for a terminal
    std::string fix{}; ///< the option or command to use; empty where nothing need be done
};

/// The fix where anybody is let in.
inline constexpr std::string_view close_the_door =
    "in mosquitto.conf: allow_anonymous false, and password_file FILE (mosquitto_passwd makes one)";

using Findings = std::vector<Finding>;

} // namespace mqttx::app::doctor
