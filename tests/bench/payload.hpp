// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mqttx::bench {

/// Prints what sealing and opening cost, everything included but the network, and how many bytes an
/// envelope adds. False when a message did not open, or an envelope is larger than promised.
bool measure_payload();

} // namespace mqttx::bench
