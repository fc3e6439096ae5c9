// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/finding.hpp"
#include "common/keys/keyring.hpp"

#include <cstdint>
#include <string>

namespace mqttx::app::doctor {

/// Layer "payload": which keys there are, whether they may seal now, and what they protect.
Findings judge_keyring(const keys::Keyring& keyring, std::int64_t now);

/// The layer where the keyring cannot be read.
Findings keyring_unusable(const std::string& fault, const std::string& hint);

} // namespace mqttx::app::doctor
