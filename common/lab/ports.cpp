// SPDX-License-Identifier: Apache-2.0
#include "common/lab/ports.hpp"

#include "common/base/error.hpp"
#include "common/io/file.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>

namespace mqttx::lab {

namespace {

sockaddr_in loopback(std::uint16_t port) noexcept {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Binds a port of loopback (0: one the system chooses) and gives it back; none when it is taken.
std::optional<std::uint16_t> try_port(std::uint16_t port) noexcept {
    const io::Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto address = loopback(port);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket.number(), any, length) != 0 ||
        ::getsockname(socket.number(), any, &length) != 0) {
        return {};
    }
    return ntohs(address.sin_port);
}

bool are_free(std::uint16_t first, std::uint16_t count) noexcept {
    for (int port = first; port < first + count; ++port) {
        if (port > 0xffff || !try_port(static_cast<std::uint16_t>(port))) {
            return false;
        }
    }
    return true;
}

} // namespace

std::uint16_t find_free_ports(std::uint16_t count) {
    constexpr int attempts = 100;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto port = try_port(0);
        if (port && are_free(*port, count)) {
            return *port;
        }
    }
    throw Error{
        ErrorKind::local, "no free neighbouring ports on 127.0.0.1", "--port N names the first"};
}

bool accepts_connections(std::uint16_t port) noexcept {
    const io::Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const auto address = loopback(port);
    return ::connect(
               socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address
           ) == 0;
}

} // namespace mqttx::lab
