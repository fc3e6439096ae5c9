// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/tls/handles.hpp"

#include <string>
#include <vector>

namespace mqttx::pki {

/// How a PKCS#12 file is encrypted (RFC 7292): AES-256 and SHA-256, or 3DES and SHA-1 for the
/// programs that know nothing else (Java before 8u301, macOS before 14, Windows before 2019).
enum class BundleStrength { modern, legacy };

/// Key, certificate and the CAs above it as PKCS#12 under a password.
Secret pkcs12(
    evp_pkey_st* key,
    const std::vector<tls::CertificateHandle>& chain,
    const std::string& friendly_name,
    const Secret& password,
    BundleStrength strength
);

/// DER of a certificate, or of a key (PKCS#8, not encrypted).
Bytes certificate_der(const x509_st* certificate);
Secret private_key_der(const evp_pkey_st* key);

} // namespace mqttx::pki
