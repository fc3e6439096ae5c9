// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"

#include <string>
#include <string_view>

namespace mqttx::mqtt {

/// The name of a CONNACK return code of MQTT 3.1.1 (section 3.2.2.3): "bad user name or password".
std::string_view return_code_text(int code) noexcept;

/// The name of an MQTT 5 reason code (section 2.4): "not authorized".
std::string_view reason_code_text(int code) noexcept;

/// "0x87 not authorized", or "5 not authorized" for a return code of 3.1.1.
std::string describe_code(int code, bool mqtt5);

/// Whether a refused PUBLISH or SUBSCRIBE may be a matter of permissions: the code says so, or says
/// nothing at all (MQTT 3.1.1).
bool lacks_permission(int code) noexcept;

/// The fault that a refusing CONNACK stands for. `broker` is host:port.
/// `other_server`: where CONNACK sent us, if anywhere.
Error connack_fault(
    int code,
    bool mqtt5,
    std::string_view broker,
    std::string reason_string,
    std::string_view other_server = {}
);

/// The fault that a server's DISCONNECT (MQTT 5 section 3.14) stands for when it is not to be
/// followed by a new connection.
Error disconnect_fault(int code, std::string_view broker);

/// Whether a server's DISCONNECT with this code is answered by connecting again.
bool disconnect_allows_reconnect(int code) noexcept;

} // namespace mqttx::mqtt
