// SPDX-License-Identifier: Apache-2.0
#include "common/tls/alert.hpp"
#include "common/tls/client_state.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace mqttx::tls {

namespace {

using State = ClientContext::State;

State& state_of(const SSL* connection) {
    return *static_cast<State*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
}

/// The library sends the host it connects to as SNI, for us an address: put the right name, or none
/// for an address (RFC 6066 section 3).
void name_server(SSL* connection, const Handshake& handshake) {
    std::string name = handshake.peer_is_address ? std::string{} : handshake.peer;
    // SSL_set_tlsext_host_name without its C cast.
    SSL_ctrl(
        connection,
        SSL_CTRL_SET_TLSEXT_HOSTNAME,
        TLSEXT_NAMETYPE_host_name,
        name.empty() ? nullptr : name.data()
    );
}

void note_agreement(State& state, const SSL* connection) {
    state.handshake.completed = true;
    state.version = SSL_get_version(connection);
    state.cipher = SSL_get_cipher_name(connection);
    const std::uint8_t* protocol = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(connection, &protocol, &size);
    state.alpn = protocol == nullptr ? std::string{} : std::string{as_text({protocol, size})};
    state.chain.clear();
    STACK_OF(X509)* chain = SSL_get_peer_cert_chain(connection);
    for (int index = 0; chain != nullptr && index < sk_X509_num(chain); ++index) {
        X509* certificate = sk_X509_value(chain, index);
        X509_up_ref(certificate);
        state.chain.emplace_back(certificate);
    }
}

/// Closing politely is no fault.
bool is_fault(int description) {
    return description != static_cast<int>(Alert::close_notify) &&
           description != static_cast<int>(Alert::user_canceled) &&
           description != static_cast<int>(Alert::no_renegotiation);
}

void note_alert(Handshake& handshake, int where, int value) {
    constexpr int description_mask = 0xFF;
    const int description = value & description_mask;
    if (is_fault(description)) {
        ((where & SSL_CB_READ) != 0 ? handshake.alert_received : handshake.alert_sent) =
            description;
    }
}

void note_event(State& state, SSL* connection, int where, int value) {
    if ((where & SSL_CB_HANDSHAKE_START) != 0 && !state.handshake.completed) {
        state.handshake.started = true;
        name_server(connection, state.handshake);
        if (state.holds) {
            hold_handshake(state, connection);
        }
    } else if ((where & SSL_CB_HANDSHAKE_DONE) != 0) {
        note_agreement(state, connection);
    } else if ((where & SSL_CB_ALERT) != 0) {
        note_alert(state.handshake, where, value);
    } else if (where == SSL_CB_CONNECT_EXIT && value <= 0 && ERR_peek_error() != 0) {
        // The caller empties the queue; the oldest entry is the cause.
        state.handshake.library_error = ERR_peek_error();
    }
}

void on_event(const SSL* connection, int where, int value) noexcept {
    State& state = state_of(connection);
    try {
        note_event(state, const_cast<SSL*>(connection), where, value);
    } catch (...) {
        state.trouble = std::current_exception();
    }
}

/// OpenSSL shows the header of every record before it judges it.
void on_record(
    int written,
    int /*version*/,
    int content_type,
    const void* data,
    std::size_t size,
    SSL* connection,
    void* /*unused*/
) noexcept {
    State& state = state_of(connection);
    if (written != 0 || content_type != SSL3_RT_HEADER || !state.handshake.first_bytes.empty()) {
        return;
    }
    try {
        const auto* const begin = static_cast<const std::uint8_t*>(data);
        state.handshake.first_bytes.assign(begin, begin + size);
    } catch (...) {
        state.trouble = std::current_exception();
    }
}

int on_certificate_request(SSL* connection, void* /*unused*/) noexcept {
    state_of(connection).handshake.certificate_requested = true;
    return 1;
}

bool is_pinned(State& state, X509_STORE_CTX* verification) {
    if (state.pins.empty()) {
        return true;
    }
    const Pin seen = pin_of(X509_STORE_CTX_get0_cert(verification));
    if (std::find(state.pins.begin(), state.pins.end(), seen) != state.pins.end()) {
        return true;
    }
    state.handshake.unpinned = seen;
    X509_STORE_CTX_set_error(verification, X509_V_ERR_APPLICATION_VERIFICATION);
    return false;
}

/// The first fault is described where it occurs: the list in force is known only then.
int on_verification_step(int good, X509_STORE_CTX* verification) noexcept {
    if (good != 0) {
        return good;
    }
    const auto* connection = static_cast<SSL*>(
        X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx())
    );
    State& state = state_of(connection);
    try {
        state.handshake.fault = describe_fault(verification);
    } catch (...) {
        state.trouble = std::current_exception();
    }
    return 0;
}

/// With a pre-shared key no certificate is expected; then the name and the chain, then the pins.
bool accepts_peer(State& state, X509_STORE_CTX* verification) {
    if (state.psk) {
        state.handshake.certificate_for_psk = true;
        X509_STORE_CTX_set_error(verification, X509_V_ERR_APPLICATION_VERIFICATION);
        return false;
    }
    X509_STORE_CTX_set_verify_cb(verification, &on_verification_step);
    if (!state.insecure_all && X509_verify_cert(verification) <= 0) {
        if (!state.handshake.fault) {
            state.handshake.fault = describe_fault(verification);
        }
        return false;
    }
    return is_pinned(state, verification);
}

int on_peer_certificate(X509_STORE_CTX* verification, void* state_pointer) noexcept {
    State& state = *static_cast<State*>(state_pointer);
    try {
        return accepts_peer(state, verification) ? 1 : 0;
    } catch (...) {
        state.trouble = std::current_exception();
        X509_STORE_CTX_set_error(verification, X509_V_ERR_UNSPECIFIED);
        return 0;
    }
}

unsigned give_psk(
    SSL* connection,
    const char* /*hint*/,
    char* identity,
    unsigned max_identity,
    unsigned char* key,
    unsigned max_key
) noexcept {
    const State& state = state_of(connection);
    const std::string& name = state.handshake.psk_identity;
    const ByteView bytes = state.psk->expose();
    if (name.size() >= max_identity || bytes.size() > max_key) {
        return 0;
    }
    std::memcpy(identity, name.c_str(), name.size() + 1);
    std::copy(bytes.begin(), bytes.end(), key);
    return static_cast<unsigned>(bytes.size());
}

/// One write per line: other processes may append to the same file.
void log_key(const SSL* connection, const char* line) noexcept {
    const State& state = state_of(connection);
    try {
        const std::string text = std::string{line} + '\n';
        [[maybe_unused]] const ssize_t written =
            write(state.keylog.number(), text.data(), text.size());
    } catch (...) { // NOLINT(bugprone-empty-catch): a debugging aid that is out of memory
    }
}

} // namespace

void listen(ClientContext::State& state) {
    SSL_CTX* context = state.context.get();
    SSL_CTX_set_app_data(context, &state);
    SSL_CTX_set_info_callback(context, &on_event);
    SSL_CTX_set_msg_callback(context, &on_record);
    SSL_CTX_set_cert_cb(context, &on_certificate_request, nullptr);
    SSL_CTX_set_cert_verify_callback(context, &on_peer_certificate, &state);
    if (state.psk) {
        SSL_CTX_set_psk_client_callback(context, &give_psk);
    }
    if (state.keylog.is_open()) {
        SSL_CTX_set_keylog_callback(context, &log_key);
    }
}

} // namespace mqttx::tls
