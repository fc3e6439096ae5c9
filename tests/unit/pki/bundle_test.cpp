// SPDX-License-Identifier: Apache-2.0
#include "common/base/handle.hpp"
#include "common/pki/bundle.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/issue.hpp"
#include "common/pki/key.hpp"
#include "common/pki/user_name.hpp"

#include <doctest/doctest.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

namespace mqttx::pki {

namespace {

const std::time_t now = std::time(nullptr);

/// Adds one part to the subject of a certificate that is never signed.
void add_part(X509* certificate, int nid, int type, std::string_view bytes) {
    X509_NAME_add_entry_by_NID(
        X509_get_subject_name(certificate),
        nid,
        type,
        as_bytes(bytes).data(),
        static_cast<int>(bytes.size()),
        -1,
        0
    );
}

UserNames names_with(int type, std::string_view common_name) {
    const CertificateHandle certificate{X509_new()};
    add_part(certificate.get(), NID_commonName, type, common_name);
    return user_names_of(certificate.get());
}

} // namespace

TEST_CASE("a PKCS#12 file opens with its password alone, in both strengths") {
    const KeyHandle key = generate_key(KeyType::p256);
    std::vector<tls::CertificateHandle> chain;
    chain.push_back(
        issue({.role = Role::root, .common_name = "CA"}, key.get(), nullptr, now).certificate
    );
    for (const BundleStrength strength : {BundleStrength::modern, BundleStrength::legacy}) {
        const Secret file = pkcs12(key.get(), chain, "me", Secret{as_bytes("right")}, strength);
        const std::uint8_t* position = file.expose().data();
        const Handle<PKCS12, &PKCS12_free> bundle{
            d2i_PKCS12(nullptr, &position, static_cast<long>(file.size()))};
        REQUIRE(bundle != nullptr);
        CHECK(PKCS12_verify_mac(bundle.get(), "wrong", -1) == 0);
        EVP_PKEY* read_key = nullptr;
        X509* read_certificate = nullptr;
        REQUIRE(PKCS12_parse(bundle.get(), "right", &read_key, &read_certificate, nullptr) == 1);
        const KeyHandle owned_key{read_key};
        const CertificateHandle owned{read_certificate};
        CHECK(key_pin(read_key) == key_pin(key.get()));
        CHECK(fingerprint(read_certificate) == fingerprint(chain.front().get()));
    }
}

TEST_CASE("the user name is what the broker makes of the first common name") {
    CHECK(names_with(V_ASN1_UTF8STRING, "a b").identity == "a b");
    CHECK(names_with(V_ASN1_UTF8STRING, "a b").identity_fault.empty());
    CHECK(names_with(V_ASN1_UTF8STRING, "a,b").subject == "CN=a\\,b");
    CHECK_FALSE(names_with(V_ASN1_UTF8STRING, std::string_view{"a\0b", 3}).identity_fault.empty());
    CHECK_FALSE(names_with(V_ASN1_T61STRING, "\xFC").identity_fault.empty());
    CHECK_FALSE(names_with(V_ASN1_BMPSTRING, std::string_view{"\0a", 2}).identity_fault.empty());

    const CertificateHandle two{X509_new()};
    CHECK_FALSE(user_names_of(two.get()).identity_fault.empty());
    add_part(two.get(), NID_commonName, V_ASN1_UTF8STRING, "first");
    add_part(two.get(), NID_commonName, V_ASN1_UTF8STRING, "second");
    CHECK(user_names_of(two.get()).identity == "first");
    CHECK(user_names_of(two.get()).subject == "CN=second,CN=first");
}

} // namespace mqttx::pki
