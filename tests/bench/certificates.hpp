// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::bench {

/// What a fleet of P-256 clients costs: a hundred by ours, a shell loop of openssl and easy-rsa,
/// one after the other; ten thousand by ours; one more, and a list, among ten and among ten
/// thousand. Prints tables. False when a command failed.
bool measure_certificates(const std::string& program);

} // namespace mqttx::bench
