// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

struct x509_st;
struct X509_crl_st;
struct evp_pkey_st;

namespace mqttx::tls {

struct FreeCertificate {
    void operator()(x509_st* certificate) const noexcept;
};

struct FreeRevocationList {
    void operator()(X509_crl_st* list) const noexcept;
};

struct FreeKey {
    void operator()(evp_pkey_st* key) const noexcept;
};

/// OpenSSL's X509, X509_CRL and EVP_PKEY, without OpenSSL's headers.
using CertificateHandle = std::unique_ptr<x509_st, FreeCertificate>;
using RevocationListHandle = std::unique_ptr<X509_crl_st, FreeRevocationList>;
using KeyHandle = std::unique_ptr<evp_pkey_st, FreeKey>;

} // namespace mqttx::tls
