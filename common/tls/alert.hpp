// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::tls {

/// The alerts this program reacts to (RFC 8446 section 6, RFC 5246 section 7.2).
enum class Alert {
    close_notify = 0,
    bad_record_mac = 20,
    handshake_failure = 40,
    bad_certificate = 42,
    unsupported_certificate = 43,
    certificate_revoked = 44,
    certificate_expired = 45,
    certificate_unknown = 46,
    illegal_parameter = 47,
    unknown_ca = 48,
    access_denied = 49,
    decrypt_error = 51,
    protocol_version = 70,
    insufficient_security = 71,
    internal_error = 80,
    user_canceled = 90,
    no_renegotiation = 100,
    unrecognized_name = 112,
    unknown_psk_identity = 115,
    certificate_required = 116,
    no_application_protocol = 120,
};

/// The name the RFCs give an alert ("unknown_ca"); "alert 200" for one they do not know.
std::string alert_name(int description);

} // namespace mqttx::tls
