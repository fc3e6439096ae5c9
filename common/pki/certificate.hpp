// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/tls/handles.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::pki {

/// What a certificate says. Its texts come from whoever made it: escape them for a terminal.
struct CertificateFacts {
    std::string subject; ///< RFC 4514
    std::string issuer;
    std::optional<std::string> common_name; ///< the user name a broker takes from it
    std::string serial;                     ///< hexadecimal
    int version = 3;
    std::optional<std::time_t> not_before;
    std::optional<std::time_t> not_after;
    std::vector<std::string> names;           ///< "DNS:a", "IP:::1"
    std::string key;                          ///< "P-256", "RSA 2048"
    std::string signature;                    ///< "ecdsa-with-SHA256"
    std::vector<std::string> usages;          ///< "digitalSignature"
    std::vector<std::string> extended_usages; ///< "serverAuth"
    bool is_ca = false;
    std::optional<int> path_length;
    std::string subject_key_id; ///< hexadecimal, empty: none
    std::string authority_key_id;
    std::string sha256;        ///< fingerprint of the certificate, hexadecimal
    std::string issuer_sha256; ///< of the issuer's name (DER), hexadecimal
    std::string pin;           ///< SHA-256 of the public key, base64: for --pin-sha256
};

/// The certificates in PEM or DER bytes, at least one; `name` stands for the bytes in messages.
/// Throws Error(local).
std::vector<tls::CertificateHandle> read_certificates(ByteView bytes, const std::string& name);

/// The facts of one certificate; who has its public key at hand saves its decoding.
CertificateFacts facts_of(const x509_st* certificate, const evp_pkey_st* key = nullptr);

/// SHA-256 of a certificate, hexadecimal; of the first one in PEM text, or none.
std::string fingerprint(const x509_st* certificate);
std::optional<std::string> fingerprint_in(ByteView pem);

/// PEM.
std::string certificate_pem(const x509_st* certificate);

} // namespace mqttx::pki
