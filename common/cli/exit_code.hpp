// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"

#include <string_view>

namespace mqttx::cli {

/// The exit status of every command: one number, one class of cause.
enum class ExitCode : int {
    ok = 0,           ///< all that was promised is done
    answer = 1,       ///< the answer is "no"
    usage = 2,        ///< refused before anything was attempted
    local = 3,        ///< a file or stream of this machine
    network = 4,      ///< name, route, TCP, not MQTT
    tls = 5,          ///< transport security
    identity = 6,     ///< the broker refused who we are
    denied = 7,       ///< the broker refused what we asked
    delivery = 8,     ///< messages unacknowledged
    payload = 9,      ///< an envelope did not open or a payload may not go
    unavailable = 10, ///< the broker refused for now
    timed_out = 27,   ///< -W ran out (mosquitto_sub's number)
};

/// The exit code of a class of fault.
ExitCode exit_code(ErrorKind kind) noexcept;

/// The word for a class of fault in --log-format json.
std::string_view class_word(ErrorKind kind) noexcept;

} // namespace mqttx::cli
