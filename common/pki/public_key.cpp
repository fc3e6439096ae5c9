// SPDX-License-Identifier: Apache-2.0
#include "common/pki/public_key.hpp"

#include "common/tls/openssl.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>

namespace mqttx::pki {

namespace {

using tls::require;

/// Takes the bytes over into OpenSSL's memory.
void set_bits(
    X509* certificate,
    int algorithm,
    int parameter_type,
    void* parameter,
    const std::uint8_t* bits,
    std::size_t size
) {
    auto* copy = static_cast<std::uint8_t*>(OPENSSL_memdup(bits, size));
    require(
        copy != nullptr && X509_PUBKEY_set0_param(
                               X509_get_X509_PUBKEY(certificate),
                               OBJ_nid2obj(algorithm),
                               parameter_type,
                               parameter,
                               copy,
                               static_cast<int>(size)
                           ) == 1,
        "setting the public key"
    );
}

/// The curve of a key when it is a named one, else NID_undef.
int curve_of(const EVP_PKEY* key) {
    std::array<char, 64> name{};
    if (EVP_PKEY_is_a(key, "EC") != 1 ||
        EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1) {
        return NID_undef;
    }
    return OBJ_txt2nid(name.data());
}

} // namespace

void set_public_key_bytes(x509_st* certificate, const evp_pkey_st* key) {
    std::array<std::uint8_t, 256> bits{};
    std::size_t size = bits.size();
    const int curve = curve_of(key);
    constexpr std::uint8_t uncompressed = 4;
    if (curve != NID_undef &&
        EVP_PKEY_get_octet_string_param(
            key, OSSL_PKEY_PARAM_PUB_KEY, bits.data(), bits.size(), &size
        ) == 1 &&
        bits.front() == uncompressed) {
        set_bits(
            certificate,
            NID_X9_62_id_ecPublicKey,
            V_ASN1_OBJECT,
            OBJ_nid2obj(curve),
            bits.data(),
            size
        );
    } else if (size = bits.size(); EVP_PKEY_is_a(key, "ED25519") == 1 &&
                                   EVP_PKEY_get_raw_public_key(key, bits.data(), &size) == 1) {
        set_bits(certificate, NID_ED25519, V_ASN1_UNDEF, nullptr, bits.data(), size);
    } else {
        require(
            X509_set_pubkey(certificate, const_cast<EVP_PKEY*>(key)) == 1, "setting the public key"
        );
    }
}

} // namespace mqttx::pki
