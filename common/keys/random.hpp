// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace mqttx::keys {

/// Fills memory with bytes from the system's generator. Throws Error(local) when it has none.
void fill_random(std::span<std::uint8_t> bytes);

} // namespace mqttx::keys
