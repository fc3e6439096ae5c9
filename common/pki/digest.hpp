// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <string>

namespace mqttx::pki {

/// SHA-256, lower-case hexadecimal.
std::string sha256_text(ByteView bytes);

} // namespace mqttx::pki
