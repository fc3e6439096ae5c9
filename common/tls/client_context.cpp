// SPDX-License-Identifier: Apache-2.0
#include "common/tls/client_context.hpp"

#include "common/base/text.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/client_state.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/verdict.hpp"

#include <arpa/inet.h>

#include <array>

namespace mqttx::tls {

namespace {

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> octets{};
    return inet_pton(AF_INET, host.c_str(), octets.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), octets.data()) == 1;
}

/// The name to verify: certificates have no final dot.
std::string verified_name(const ClientOptions& options, const std::string& peer_host) {
    std::string name = options.servername.empty() ? peer_host : options.servername;
    if (name.size() > 1 && name.ends_with('.')) {
        name.pop_back();
    }
    return name;
}

} // namespace

ClientContext::ClientContext(const ClientOptions& options, const std::string& peer_host)
    : state_{std::make_unique<State>()} {
    state_->handshake.peer = verified_name(options, peer_host);
    state_->handshake.peer_is_address = is_address(state_->handshake.peer);
    drop_errors();
    configure(*state_, options);
    listen(*state_);
    drop_errors();
}

ClientContext::ClientContext(ClientContext&&) noexcept = default;
ClientContext& ClientContext::operator=(ClientContext&&) noexcept = default;
ClientContext::~ClientContext() = default;

ssl_ctx_st* ClientContext::native() noexcept {
    return state_->context.get();
}

void ClientContext::begin_attempt() noexcept {
    drop_errors();
    state_->handshake.begin_attempt();
    state_->trouble = nullptr;
    state_->held = nullptr;
    state_->version.clear();
    state_->chain.clear();
}

void ClientContext::hold_handshakes() noexcept {
    state_->holds = true;
}

void ClientContext::release(int socket) {
    release_handshake(*state_, socket);
}

bool ClientContext::handshake_started() const noexcept {
    return state_->handshake.started;
}

bool ClientContext::handshake_completed() const noexcept {
    return state_->handshake.completed;
}

bool ClientContext::client_certificate_wanted() const noexcept {
    return state_->handshake.client_certificate_wanted();
}

bool ClientContext::client_certificate_requested() const noexcept {
    return state_->handshake.certificate_requested;
}

ByteView ClientContext::first_bytes() const noexcept {
    return state_->handshake.first_bytes;
}

std::optional<int> ClientContext::alert_received() const noexcept {
    return state_->handshake.alert_received;
}

std::optional<Error> ClientContext::failure() const {
    if (state_->trouble != nullptr) {
        std::rethrow_exception(state_->trouble);
    }
    return explain(state_->handshake);
}

std::optional<SessionFacts> ClientContext::session() const {
    if (!state_->handshake.completed) {
        return std::nullopt;
    }
    SessionFacts facts{state_->version, state_->cipher, state_->alpn, {}, {}, {}};
    for (const CertificateHandle& certificate : state_->chain) {
        facts.chain.push_back(name_text(X509_get_subject_name(certificate.get())));
    }
    if (!state_->chain.empty()) {
        facts.peer_names = alternative_names(state_->chain.front().get());
        facts.pin = pin_text(pin_of(state_->chain.front().get()));
    }
    return facts;
}

std::vector<std::string> ClientContext::agreement() const {
    const auto facts = session();
    if (!facts) {
        return {};
    }
    std::vector<std::string> lines{
        cat("TLS: ",
            facts->version,
            " with ",
            facts->cipher,
            facts->alpn.empty() ? "" : ", application protocol ",
            facts->alpn)};
    if (facts->chain.empty()) {
        lines.push_back(cat(
            "TLS: both sides have the pre-shared key of ", in_quotes(state_->handshake.psk_identity)
        ));
        return lines;
    }
    lines.push_back(
        cat("TLS: the certificate is ", facts->chain[0], " for ", list_text(facts->peer_names))
    );
    for (std::size_t at = 1; at < facts->chain.size(); ++at) {
        lines.push_back(cat("TLS: above it ", facts->chain[at]));
    }
    lines.push_back(cat("TLS: its pin is ", facts->pin));
    return lines;
}

/// A member that is added without being copied here does not compile.
ClientOptions duplicate(const ClientOptions& options) {
    const auto& [cafile, capath, system_capath, use_os_certs, cert, key, key_form, key_password, minimum, ciphers, tls13_ciphers, alpn, servername, crlfile, pins, psk_identity, psk, keylog, insecure_hostname, insecure_all, key_policy] =
        options;
    return {
        cafile,
        capath,
        system_capath,
        use_os_certs,
        cert,
        key,
        key_form,
        key_password ? std::optional{key_password->duplicate()} : std::nullopt,
        minimum,
        ciphers,
        tls13_ciphers,
        alpn,
        servername,
        crlfile,
        pins,
        psk_identity,
        psk ? std::optional{psk->duplicate()} : std::nullopt,
        keylog,
        insecure_hostname,
        insecure_all,
        key_policy};
}

} // namespace mqttx::tls
