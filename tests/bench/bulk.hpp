// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/ground.hpp"

#include <string>

namespace mqttx::bench {

/// Publishes so many lines at QoS 1 and prints what it cost both sides and what the subscriber had
/// at the end: pairs of mosquitto's programs and ours, three interleaved rounds. False when one of
/// our pairs lost, doubled or reordered a line.
bool measure_bulk(const Ground& ground, const std::string& program, int lines);

/// Compares publishers of streams before one and the same subscriber: half the lines at QoS 1, ten
/// times the lines at QoS 0 (plain and TLS), and ours alone ten times the lines at QoS 1.
bool measure_publishing(const Ground& ground, const std::string& program, int lines);

} // namespace mqttx::bench
