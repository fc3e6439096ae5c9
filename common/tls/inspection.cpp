// SPDX-License-Identifier: Apache-2.0
#include "common/tls/inspection.hpp"

#include "common/base/handle.hpp"
#include "common/io/dial.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/ssl.h>

#include <poll.h>

#include <cerrno>

namespace mqttx::tls {

namespace {

using Clock = std::chrono::steady_clock;
using ConnectionHandle = Handle<SSL, &SSL_free>;

void offer_only(SSL_CTX* context, AnyVersion version) {
    constexpr int numbers[] = {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};
    const int number = numbers[static_cast<int>(version)];
    if (number < TLS1_2_VERSION) { // their signatures are below every level of OpenSSL but the last
        SSL_CTX_set_security_level(context, 0);
        require(SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0") == 1, "choosing old ciphers");
    }
    SSL_CTX_set_min_proto_version(context, number);
    SSL_CTX_set_max_proto_version(context, number);
}

enum class Progress { completed, failed, timed_out };

Progress shake_hands(SSL* connection, int socket, Clock::time_point deadline) {
    for (;;) {
        const int result = SSL_connect(connection);
        if (result == 1) {
            return Progress::completed;
        }
        const int wanted = SSL_get_error(connection, result);
        if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) {
            return Progress::failed;
        }
        pollfd polled{
            socket, static_cast<short>(wanted == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT), 0};
        if (::poll(&polled, 1, io::poll_time_until(deadline)) == 0) {
            return Progress::timed_out;
        }
    }
}

std::vector<CertificateHandle> chain_of(const SSL* connection) {
    std::vector<CertificateHandle> chain;
    const STACK_OF(X509)* sent = SSL_get_peer_cert_chain(connection);
    for (int at = 0; sent != nullptr && at < sk_X509_num(sent); ++at) {
        X509* const certificate = sk_X509_value(sent, at);
        X509_up_ref(certificate);
        chain.emplace_back(certificate);
    }
    return chain;
}

} // namespace

Inspection inspect(
    int socket,
    const ClientOptions& options,
    const std::string& peer_host,
    std::optional<AnyVersion> only,
    Clock::time_point deadline
) {
    ClientContext context{options, peer_host};
    if (only) {
        offer_only(context.native(), *only);
    }
    context.begin_attempt();
    const ConnectionHandle connection{SSL_new(context.native())};
    require(
        connection != nullptr && SSL_set_fd(connection.get(), socket) == 1, "preparing a handshake"
    );
    const auto progress = shake_hands(connection.get(), socket, deadline);
    Inspection seen;
    seen.completed = progress == Progress::completed;
    seen.timed_out = progress == Progress::timed_out;
    seen.version = SSL_get_version(connection.get());
    if (seen.completed) {
        seen.cipher = SSL_get_cipher_name(connection.get());
        SSL_shutdown(connection.get());
    } else if (!seen.timed_out) {
        seen.fault = context.failure();
    }
    seen.chain = chain_of(connection.get());
    seen.certificate_requested = context.client_certificate_requested();
    drop_errors();
    return seen;
}

} // namespace mqttx::tls
