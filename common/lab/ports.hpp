// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mqttx::lab {

/// The first of `count` neighbouring TCP ports that are free on 127.0.0.1 at this moment; somebody
/// else may take one before it is used. Throws Error(local) when none are found.
std::uint16_t find_free_ports(std::uint16_t count);

/// Whether something accepts TCP connections on this port of 127.0.0.1; answers at once.
bool accepts_connections(std::uint16_t port) noexcept;

} // namespace mqttx::lab
