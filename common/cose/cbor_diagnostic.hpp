// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <string>

namespace mqttx::cose::cbor {

/// One item in the notation for people of RFC 8949 section 8: {1: 3, 4: h'6b31'}. The item has
/// passed find_fault(); control characters in texts are escaped as in JSON.
std::string diagnostic(ByteView item);

} // namespace mqttx::cose::cbor
