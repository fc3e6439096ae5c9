// SPDX-License-Identifier: Apache-2.0
#include "common/tls/client_refusal.hpp"

#include "common/base/text.hpp"
#include "common/tls/alert.hpp"

namespace mqttx::tls {

namespace {

/// How the peer put its refusal of our certificate; empty when the alert is about something else.
std::string_view certificate_refusal(Alert alert) {
    switch (alert) {
    case Alert::bad_certificate:
        return "it finds it malformed, or not valid yet";
    case Alert::unsupported_certificate:
        return "it is of a kind or purpose the broker does not take";
    case Alert::certificate_revoked:
        return "it was revoked";
    case Alert::certificate_expired:
        return "it has expired or is not valid yet";
    case Alert::certificate_unknown:
        return "the broker does not say why";
    case Alert::unknown_ca:
        return "the broker does not know the CA that issued it";
    case Alert::access_denied:
        return "it is valid but has no access";
    default:
        return {};
    }
}

std::string refusal_hint(Alert alert) {
    switch (alert) {
    case Alert::unsupported_certificate:
        return "a client certificate needs the extended key usage clientAuth: look with 'mqttx "
               "cert show'";
    case Alert::certificate_expired:
        return "it is in force by this machine's clock: is the broker's right?";
    case Alert::unknown_ca:
        return "put the intermediate after the certificate in the --cert file, or give the broker "
               "this CA as its cafile (and, when it has a crlfile, the CA's list)";
    case Alert::certificate_revoked:
        return "get a new certificate: 'mqttx cert client NAME --force'";
    default:
        return "the broker's log has the reason; 'mqttx cert show' prints what was sent";
    }
}

/// Few alerts tell what is wrong with dates; our own clock does.
bool is_about_dates(const Handshake& handshake, Alert alert) {
    return !handshake.our_date_fault.empty() &&
           (alert == Alert::bad_certificate || alert == Alert::certificate_expired ||
            alert == Alert::certificate_unknown);
}

Error our_certificate_refused(const Handshake& handshake, Alert alert, const std::string& name) {
    const bool dates = is_about_dates(handshake, alert);
    return tls_error(
        cat(in_quotes(handshake.peer),
            " refused our certificate ",
            in_quotes(handshake.our_certificate),
            " (alert ",
            name,
            "): ",
            dates ? std::string_view{handshake.our_date_fault} : certificate_refusal(alert)),
        dates ? "get one that is in force ('mqttx cert client NAME --force'), or set the clock "
                "('timedatectl')"
              : refusal_hint(alert),
        name
    );
}

/// A refusal that comes although no certificate of ours was ever asked for.
Error certificate_alert_without_certificate(const Handshake& handshake, const std::string& name) {
    return tls_error(
        cat(in_quotes(handshake.peer),
            " ended the handshake with the certificate alert ",
            name,
            " although we sent no certificate"),
        "the broker's log has the reason",
        name
    );
}

} // namespace

Error tls_error(std::string what, std::string hint, const std::string& alert) {
    ErrorFacts facts;
    facts.tls_alert = alert;
    return {ErrorKind::tls, std::move(what), std::move(hint), std::move(facts)};
}

Error certificate_wanted(const Handshake& handshake, const std::string& alert) {
    return tls_error(
        cat(in_quotes(handshake.peer), " asks for a client certificate and none was given"),
        "add --cert and --key; 'mqttx cert client NAME' makes them",
        alert
    );
}

std::optional<Error> certificate_refused(const Handshake& handshake, int description) {
    const auto alert = static_cast<Alert>(description);
    const std::string name = alert_name(description);
    if (alert == Alert::certificate_required ||
        (handshake.client_certificate_wanted() &&
         (alert == Alert::handshake_failure || alert == Alert::bad_certificate))) {
        return certificate_wanted(handshake, name);
    }
    if (certificate_refusal(alert).empty()) {
        return std::nullopt;
    }
    return handshake.our_certificate.empty()
               ? certificate_alert_without_certificate(handshake, name)
               : our_certificate_refused(handshake, alert, name);
}

} // namespace mqttx::tls
