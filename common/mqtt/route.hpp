// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::mqtt {

/// How a connection that must leave by one interface can be made, or why it cannot.
struct Route {
    std::string source; ///< our address on the interface, in digits; empty when there is a fault
    std::string fault;  ///< "the route to 10.0.0.1 leaves by eth0, not by wg0"
};

/// Asks the kernel by which interface it would now send from that interface's address to `peer` (an
/// address in digits), policy routing included.
Route route_by(const std::string& interface, const std::string& peer);

/// Keeps a socket's packets to the interface whatever becomes of the routes: rather the connection
/// breaks than that it goes another way. Answers whether the kernel allows it (Linux 5.7, or
/// CAP_NET_RAW).
bool keep_to_interface(int socket, const std::string& interface) noexcept;

} // namespace mqttx::mqtt
