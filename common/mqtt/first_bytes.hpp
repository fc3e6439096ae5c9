// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <optional>
#include <string>

namespace mqttx::mqtt {

/// What a peer that does not speak MQTT (or TLS, where that was expected) gave away with its first
/// bytes.
struct ForeignPeer {
    std::string speaks; ///< "HTTP", "SSH", "TLS", "plain MQTT"
    std::string hint;
};

/// Judges the first bytes that came from a peer; none while they may still become what is expected.
std::optional<ForeignPeer> recognise_peer(ByteView first, bool tls_expected);

/// Looks at the first bytes waiting in a socket without taking them.
Bytes peek(int socket);

} // namespace mqttx::mqtt
