// SPDX-License-Identifier: Apache-2.0
#include "common/tls/last_words.hpp"

#include "common/tls/stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <fcntl.h>

#include <array>

namespace mqttx::tls {

void FreeConnection::operator()(ssl_st* connection) const noexcept {
    SSL_free(connection);
}

LastWords::LastWords(void* ssl, int socket) {
    if (ssl == nullptr) {
        return;
    }
    socket_ = io::Descriptor{::fcntl(socket, F_DUPFD_CLOEXEC, 0)};
    auto* const connection = static_cast<SSL*>(ssl);
    if (socket_.is_open() && SSL_up_ref(connection) == 1) {
        connection_.reset(connection);
    }
}

void LastWords::hear() noexcept {
    if (!connection_ || SSL_set_fd(connection_.get(), socket_.number()) != 1) {
        return;
    }
    std::array<std::uint8_t, 1024> unused{};
    for (auto count = read_some(connection_.get(), unused, false); count.value_or(0) > 0;) {
        count = read_some(connection_.get(), unused, false);
    }
    ERR_clear_error();
}

} // namespace mqttx::tls
