// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/handle.hpp"
#include "common/io/file.hpp"
#include "common/tls/client_context.hpp"
#include "common/tls/handles.hpp"
#include "common/tls/handshake.hpp"

#include <openssl/ssl.h>

#include <exception>
#include <string>
#include <vector>

namespace mqttx::tls {

/// What OpenSSL's callbacks need at hand; its address stays the same for the context's life.
struct ClientContext::State {
    Handle<SSL_CTX, &SSL_CTX_free> context;
    Handshake handshake;
    std::vector<Pin> pins;
    bool insecure_all = false;
    std::optional<Secret> psk;
    io::Descriptor keylog;
    bool holds = false;         ///< handshakes begin in memory
    SSL* held = nullptr;        ///< the one that did, while its connection lives
    std::exception_ptr trouble; ///< what a callback could not say by its return value

    // The agreement of the last completed handshake.
    std::string version;
    std::string cipher;
    std::string alpn;
    std::vector<CertificateHandle> chain;
};

/// Builds the context: versions, ciphers, trust, our certificate, the name that is verified.
/// Throws as ClientContext's constructor.
void configure(ClientContext::State& state, const ClientOptions& options);

/// Sets the callbacks that fill `state` while a handshake runs.
void listen(ClientContext::State& state);

/// Gives a handshake that begins two memories in place of its socket.
void hold_handshake(ClientContext::State& state, SSL* connection);

/// Sends what the held handshake said so far, and lets it go on over the socket.
void release_handshake(ClientContext::State& state, int socket);

} // namespace mqttx::tls
