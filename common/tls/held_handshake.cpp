// SPDX-License-Identifier: Apache-2.0
// The MQTT library begins the handshake in the very call that opens the socket. Where something
// else has to be said over that socket first, the ClientHello waits in memory.
#include "common/tls/client_state.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/bio.h>

#include <sys/socket.h>

namespace mqttx::tls {

namespace {

/// A memory that answers "later" when it is empty, as a socket does.
BIO* new_memory() {
    BIO* const memory = BIO_new(BIO_s_mem());
    require(memory != nullptr, "making room for the TLS handshake");
    constexpr long later = -1;
    BIO_ctrl(memory, BIO_C_SET_BUF_MEM_EOF_RETURN, later, nullptr);
    return memory;
}

} // namespace

void hold_handshake(ClientContext::State& state, SSL* connection) {
    SSL_set_bio(connection, new_memory(), new_memory());
    state.held = connection;
}

void release_handshake(ClientContext::State& state, int socket) {
    if (state.held == nullptr) {
        return;
    }
    char* data = nullptr;
    const long size =
        BIO_ctrl(SSL_get_wbio(state.held), BIO_CTRL_INFO, 0, static_cast<void*>(&data));
    // A ClientHello is small, and the socket has sent little yet: it goes whole, or the connection
    // is gone, which the next call finds out.
    [[maybe_unused]] const auto sent =
        ::send(socket, data, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
    BIO* const stream = BIO_new_socket(socket, BIO_NOCLOSE);
    require(stream != nullptr, "going on with the TLS handshake");
    SSL_set_bio(state.held, stream, stream);
    state.held = nullptr;
}

} // namespace mqttx::tls
