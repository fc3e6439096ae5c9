// SPDX-License-Identifier: Apache-2.0
#include "common/pki/bundle.hpp"

#include "common/base/handle.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/evp.h>
#include <openssl/pkcs12.h>

#include <algorithm>

namespace mqttx::pki {

namespace {

using tls::require;

void free_stack(STACK_OF(X509) * stack) noexcept {
    sk_X509_free(stack); // the certificates belong to others
}

using Stack = Handle<STACK_OF(X509), &free_stack>;
using BundleHandle = Handle<PKCS12, &PKCS12_free>;

} // namespace

Secret pkcs12(
    evp_pkey_st* key,
    const std::vector<tls::CertificateHandle>& chain,
    const std::string& friendly_name,
    const Secret& password,
    BundleStrength strength
) {
    tls::drop_errors();
    constexpr int rounds = 600'000;
    constexpr int legacy_rounds = 2048; // those programs give up on more
    const bool is_modern = strength == BundleStrength::modern;
    const int cipher = is_modern ? NID_aes_256_cbc : NID_pbe_WithSHA1And3_Key_TripleDES_CBC;
    const int count = is_modern ? rounds : legacy_rounds;
    const Stack above{sk_X509_new_null()};
    require(above != nullptr, "making a list of certificates");
    for (std::size_t at = 1; at < chain.size(); ++at) {
        require(sk_X509_push(above.get(), chain[at].get()) > 0, "adding a certificate");
    }
    // OpenSSL wants a C string.
    Secret text{password.size() + 1};
    std::copy(
        password.expose().begin(), password.expose().end(), text.expose_for_writing().begin()
    );
    const char* pass = text.expose_text().data();
    const BundleHandle bundle{PKCS12_create(
        pass,
        friendly_name.c_str(),
        key,
        chain.front().get(),
        above.get(),
        cipher,
        cipher,
        count,
        -1, // the MAC below
        0
    )};
    require(bundle != nullptr, "making a PKCS#12 file");
    require(
        PKCS12_set_mac(
            bundle.get(),
            pass,
            static_cast<int>(password.size()),
            nullptr,
            0,
            count,
            is_modern ? EVP_sha256() : EVP_sha1()
        ) == 1,
        "sealing a PKCS#12 file"
    );
    const tls::BioHandle out = tls::new_secret_memory();
    require(i2d_PKCS12_bio(out.get(), bundle.get()) == 1, "writing a PKCS#12 file");
    return Secret{tls::content(out.get())};
}

Bytes certificate_der(const x509_st* certificate) {
    const tls::BioHandle out = tls::new_secret_memory();
    require(i2d_X509_bio(out.get(), certificate) == 1, "writing a certificate");
    const ByteView der = tls::content(out.get());
    return {der.begin(), der.end()};
}

Secret private_key_der(const evp_pkey_st* key) {
    const tls::BioHandle out = tls::new_secret_memory();
    require(i2d_PKCS8PrivateKeyInfo_bio(out.get(), key) == 1, "writing a private key");
    return Secret{tls::content(out.get())};
}

} // namespace mqttx::pki
