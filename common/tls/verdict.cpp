// SPDX-License-Identifier: Apache-2.0
#include "common/tls/verdict.hpp"

#include "common/base/text.hpp"
#include "common/tls/alert.hpp"
#include "common/tls/client_refusal.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace mqttx::tls {

namespace {

/// Brokers word these differently by TLS version: the binder of TLS 1.3 (RFC 8446 section
/// 4.2.11.2), the Finished of TLS 1.2 (RFC 4279 section 2). None: the alert is about something
/// else.
std::optional<Error> preshared_key_refused(const Handshake& handshake, int description) {
    const std::string name = alert_name(description);
    const std::string identity = in_quotes(handshake.psk_identity);
    switch (static_cast<Alert>(description)) {
    case Alert::unknown_psk_identity:
    case Alert::handshake_failure:
        return tls_error(
            cat(in_quotes(handshake.peer), " does not know the identity ", identity),
            "check --psk-identity, and that the broker's listener has a psk_file with it",
            name
        );
    case Alert::decrypt_error:
    case Alert::illegal_parameter:
    case Alert::bad_record_mac:
        return tls_error(
            cat(in_quotes(handshake.peer), " has another pre-shared key for ", identity),
            "compare the key with the line in the broker's psk_file",
            name
        );
    default:
        return std::nullopt;
    }
}

Error version_too_old(const Handshake& handshake, const std::string& alert) {
    const std::string peer = in_quotes(handshake.peer);
    return handshake.newest_only
               ? tls_error(
                     cat(peer, " does not speak TLS 1.3, and --tls-version takes nothing older"),
                     "--tls-version tlsv1.2 takes both; or renew the broker's OpenSSL",
                     alert
                 )
               : tls_error(
                     cat(peer, " speaks only TLS versions below 1.2, which are broken"),
                     "renew the broker's OpenSSL, or take tls_version out of its configuration",
                     alert
                 );
}

/// Alerts about what both sides can do, not about certificates.
Error agreement_failed(const Handshake& handshake, int description) {
    const std::string peer = in_quotes(handshake.peer);
    const std::string name = alert_name(description);
    switch (static_cast<Alert>(description)) {
    case Alert::protocol_version:
        return version_too_old(handshake, name);
    case Alert::handshake_failure:
    case Alert::insufficient_security:
        return tls_error(
            cat(peer, " found no common cipher or signature algorithm (alert ", name, ")"),
            "check --ciphers and --tls13-ciphers, and what the broker allows; one that has a "
            "psk_file wants --psk-file",
            name
        );
    case Alert::unrecognized_name:
        return tls_error(
            cat(peer, " does not serve the name we asked for"),
            "give the name it serves with --servername",
            name
        );
    case Alert::decrypt_error:
        return tls_error(
            cat(peer, " could not verify our signature"), "check that --key belongs to --cert", name
        );
    case Alert::no_application_protocol:
        return tls_error(
            cat(peer, " speaks none of the protocols given with --tls-alpn"),
            "for MQTT the name is 'mqtt'",
            name
        );
    default:
        return tls_error(
            cat(peer, " ended TLS with the alert ", name), "the broker's log has the reason", name
        );
    }
}

Error alert_received(const Handshake& handshake, int description) {
    if (!handshake.psk_identity.empty()) {
        if (auto refusal = preshared_key_refused(handshake, description)) {
            return *std::move(refusal);
        }
    }
    if (auto refusal = certificate_refused(handshake, description)) {
        return *std::move(refusal);
    }
    return agreement_failed(handshake, description);
}

Error not_pinned(const Handshake& handshake, const Pin& seen) {
    return tls_error(
        cat("the key of ",
            in_quotes(handshake.peer),
            " has the pin ",
            pin_text(seen),
            ", which is none of those given"),
        cat("if the broker's key was changed on purpose: --pin-sha256 ", pin_text(seen)),
        "bad_certificate"
    );
}

Error certificate_in_place_of_key(const Handshake& handshake) {
    return tls_error(
        cat(in_quotes(handshake.peer),
            " answered with a certificate in place of the pre-shared key"),
        "check --psk-identity, and that the broker's listener has a psk_file"
    );
}

/// What our side of OpenSSL found wrong.
Error library_fault(const Handshake& handshake) {
    const std::string peer = in_quotes(handshake.peer);
    switch (ERR_GET_REASON(handshake.library_error)) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_BAD_PACKET_LENGTH:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
        return Error{
            ErrorKind::network,
            cat(peer, " does not speak TLS on this port"),
            "plain MQTT is usually on port 1883 (--no-tls), TLS on 8883"};
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
        return version_too_old(handshake, {});
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_NO_CIPHERS_AVAILABLE:
        return tls_error(
            "no cipher is left for the TLS versions allowed",
            "check --ciphers, --tls13-ciphers and --tls-version against each other"
        );
    case SSL_R_DH_KEY_TOO_SMALL:
    case SSL_R_WRONG_SIGNATURE_TYPE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
        return tls_error(
            cat(peer, " uses keys or signatures too weak for this machine's policy"),
            "renew the broker's certificate: 'mqttx cert server NAME --force'"
        );
    default: {
        const char* reason = ERR_reason_error_string(handshake.library_error);
        return tls_error(
            cat("the TLS handshake with ",
                peer,
                " failed: ",
                reason == nullptr ? "unknown reason" : reason)
        );
    }
    }
}

} // namespace

void Handshake::begin_attempt() {
    Handshake fresh;
    fresh.peer = std::move(peer);
    fresh.peer_is_address = peer_is_address;
    fresh.newest_only = newest_only;
    fresh.our_certificate = std::move(our_certificate);
    fresh.our_date_fault = std::move(our_date_fault);
    fresh.psk_identity = std::move(psk_identity);
    *this = std::move(fresh);
}

std::optional<Error> explain(const Handshake& handshake) {
    if (handshake.fault) {
        return explain_fault(handshake.peer, *handshake.fault);
    }
    if (handshake.unpinned) {
        return not_pinned(handshake, *handshake.unpinned);
    }
    if (handshake.certificate_for_psk) {
        return certificate_in_place_of_key(handshake);
    }
    if (handshake.alert_received) {
        return alert_received(handshake, *handshake.alert_received);
    }
    if (handshake.completed) {
        // TLS 1.3 lets the client finish before the broker looks for its certificate, and the
        // alert that follows is easily lost.
        return handshake.client_certificate_wanted()
                   ? std::optional{certificate_wanted(handshake, {})}
                   : std::nullopt;
    }
    const bool ended_by_peer =
        handshake.library_error == 0 ||
        ERR_GET_REASON(handshake.library_error) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    if (!ended_by_peer) {
        return library_fault(handshake);
    }
    if (!handshake.first_bytes.empty()) {
        return tls_error(
            cat(in_quotes(handshake.peer), " closed the connection during the TLS handshake"),
            "its log has the reason"
        );
    }
    return std::nullopt; // a peer that said nothing at all made no statement about TLS
}

} // namespace mqttx::tls
