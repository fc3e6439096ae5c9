// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

#include <string>

namespace mqttx::cose {

/// A kid as people see it: its text, or h'..' around bytes that are not UTF-8.
inline std::string kid_text(ByteView kid) {
    return is_utf8(as_text(kid)) ? std::string{as_text(kid)} : cat("h'", to_hex(kid), '\'');
}

} // namespace mqttx::cose
