// SPDX-License-Identifier: Apache-2.0
// What the kernel knows about the client's connection.
#include "common/mqtt/client_state.hpp"

#include <cerrno>

// linux/tcp.h, not netinet/tcp.h: only the kernel's header knows the byte counters.
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace mqttx::mqtt {

int Client::connect_error() const noexcept {
    int error_number = 0;
    socklen_t size = sizeof error_number;
    if (::getsockopt(descriptor(), SOL_SOCKET, SO_ERROR, &error_number, &size) != 0) {
        return errno;
    }
    sockaddr_storage peer{};
    size = sizeof peer;
    const bool connected =
        ::getpeername(descriptor(), reinterpret_cast<sockaddr*>(&peer), &size) == 0;
    if (error_number == 0 && !connected) { // with TLS the library wrote already, and took the error
        return bytes_confirmed() > 0 ? ECONNRESET : ECONNREFUSED;
    }
    return error_number;
}

void Client::acknowledge_at_once() const noexcept {
    const int on = 1;
    ::setsockopt(descriptor(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

std::uint64_t Client::bytes_confirmed() const noexcept {
    tcp_info info{};
    socklen_t size = sizeof info;
    const bool known = ::getsockopt(descriptor(), IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
    return known ? info.tcpi_bytes_acked : 0;
}

bool Client::has_unconfirmed_output() const noexcept {
    int bytes = 0;
    return wants_write() || (::ioctl(descriptor(), SIOCOUTQ, &bytes) == 0 && bytes > 0);
}

} // namespace mqttx::mqtt
