// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace mqttx::io {

/// A TCP connection that was tried; the socket does not block.
struct Dialled {
    Descriptor socket;    ///< open exactly when it stands
    int error_number = 0; ///< why it does not stand; ETIMEDOUT when the deadline came first
    std::string source;   ///< our address in digits, where the kernel had chosen one
};

/// Connects to an address in digits until `deadline`, from `source` (digits) unless that is empty.
Dialled dial(
    const std::string& address,
    std::uint16_t port,
    const std::string& source,
    std::chrono::steady_clock::time_point deadline
);

/// The interface that has an address (digits): "lo", "wg0"; empty when none has.
std::string interface_of(const std::string& address);

/// The names of this machine's interfaces.
std::vector<std::string> interface_names();

/// Milliseconds until then for poll(), 0 when it is past.
int poll_time_until(std::chrono::steady_clock::time_point deadline) noexcept;

} // namespace mqttx::io
