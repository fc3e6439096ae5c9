// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <string_view>

namespace mqttx::cose {

/// A message as the broker delivered it.
struct ReceivedMessage {
    std::string_view topic;
    ByteView payload;
    bool retained = false;
    /// The transport may have delivered it before: DUP is set, filters overlap, or the connection
    /// was made anew.
    bool may_be_repeat = false;
};

} // namespace mqttx::cose
