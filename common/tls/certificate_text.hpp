// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/tls/words.hpp"

#include <openssl/x509.h>

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The facts of certificates in words; for common/tls and common/pki alone. The texts come from
/// whoever made the certificate and are not safe for a terminal.
namespace mqttx::tls {

/// A name as RFC 4514 writes it, UTF-8 kept: "CN=broker,O=example". "(no name)" when empty.
std::string name_text(const X509_NAME* name);

/// The first common name, or none. UTF-8.
std::optional<std::string> common_name(const X509_NAME* name);

/// The alternative names of a certificate: "DNS:a", "IP:10.0.0.1", "URI:...", "email:...", "other".
std::vector<std::string> alternative_names(const X509* certificate);

/// SHA-256 of the issuer's name as it stands in the certificate (DER), 64 hexadecimal digits in
/// lower case.
std::string issuer_sha256(const X509* certificate);

/// The extended key usages by OpenSSL's short names ("serverAuth"), or their numbers.
std::vector<std::string> extended_key_usages(const X509* certificate);

/// A serial number in lower-case hexadecimal, a leading minus when negative.
std::string serial_text(const ASN1_INTEGER* serial);

/// Seconds since 1970, or none for a malformed time.
std::optional<std::time_t> unix_time(const ASN1_TIME* time);

/// RFC 3339 in UTC: "2026-01-31T12:00:00Z"; "(malformed time)".
std::string time_text(const ASN1_TIME* time);

} // namespace mqttx::tls
