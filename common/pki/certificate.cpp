// SPDX-License-Identifier: Apache-2.0
#include "common/pki/certificate.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/key.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/pem.hpp"
#include "common/tls/pin.hpp"

#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>

namespace mqttx::pki {

namespace {

constexpr std::array<std::string_view, 9> usage_names{
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly"};

std::vector<std::string> usages_of(const X509* certificate) {
    const Handle<ASN1_BIT_STRING, &ASN1_BIT_STRING_free> bits{
        static_cast<ASN1_BIT_STRING*>(X509_get_ext_d2i(certificate, NID_key_usage, nullptr, nullptr)
        )};
    std::vector<std::string> usages;
    for (std::size_t bit = 0; bits != nullptr && bit < usage_names.size(); ++bit) {
        if (ASN1_BIT_STRING_get_bit(bits.get(), static_cast<int>(bit)) == 1) {
            usages.emplace_back(usage_names[bit]);
        }
    }
    return usages;
}

void read_constraints(const X509* certificate, CertificateFacts& facts) {
    const Handle<BASIC_CONSTRAINTS, &BASIC_CONSTRAINTS_free> constraints{
        static_cast<BASIC_CONSTRAINTS*>(
            X509_get_ext_d2i(certificate, NID_basic_constraints, nullptr, nullptr)
        )};
    if (constraints == nullptr) {
        return;
    }
    facts.is_ca = constraints->ca != 0;
    if (constraints->pathlen != nullptr) {
        facts.path_length = static_cast<int>(ASN1_INTEGER_get(constraints->pathlen));
    }
}

std::string hex_of(const ASN1_OCTET_STRING* octets) {
    const int size = octets == nullptr ? 0 : ASN1_STRING_length(octets);
    return size <= 0 ? std::string{}
                     : to_hex({ASN1_STRING_get0_data(octets), static_cast<std::size_t>(size)});
}

void read_key_ids(const X509* certificate, CertificateFacts& facts) {
    const Handle<ASN1_OCTET_STRING, &ASN1_OCTET_STRING_free> subject{
        static_cast<ASN1_OCTET_STRING*>(
            X509_get_ext_d2i(certificate, NID_subject_key_identifier, nullptr, nullptr)
        )};
    const Handle<AUTHORITY_KEYID, &AUTHORITY_KEYID_free> authority{static_cast<AUTHORITY_KEYID*>(
        X509_get_ext_d2i(certificate, NID_authority_key_identifier, nullptr, nullptr)
    )};
    facts.subject_key_id = hex_of(subject.get());
    facts.authority_key_id = hex_of(authority == nullptr ? nullptr : authority->keyid);
}

/// One DER certificate and nothing behind it.
tls::CertificateHandle read_der(ByteView der) {
    tls::drop_errors();
    const std::uint8_t* position = der.data();
    tls::CertificateHandle certificate{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    tls::drop_errors();
    return position == der.data() + der.size() ? std::move(certificate) : nullptr;
}

} // namespace

std::vector<tls::CertificateHandle> read_certificates(ByteView bytes, const std::string& name) {
    constexpr std::uint8_t der_sequence = 0x30;
    if (!bytes.empty() && bytes.front() == der_sequence) {
        if (auto certificate = read_der(bytes)) {
            std::vector<tls::CertificateHandle> one;
            one.push_back(std::move(certificate));
            return one;
        }
    }
    return tls::read_certificates(bytes, name);
}

CertificateFacts facts_of(const x509_st* certificate, const evp_pkey_st* key) {
    tls::drop_errors();
    CertificateFacts facts;
    facts.subject = tls::name_text(X509_get_subject_name(certificate));
    facts.issuer = tls::name_text(X509_get_issuer_name(certificate));
    facts.common_name = tls::common_name(X509_get_subject_name(certificate));
    facts.serial = tls::serial_text(X509_get0_serialNumber(certificate));
    facts.version = static_cast<int>(X509_get_version(certificate)) + 1;
    facts.not_before = tls::unix_time(X509_get0_notBefore(certificate));
    facts.not_after = tls::unix_time(X509_get0_notAfter(certificate));
    facts.names = tls::alternative_names(certificate);
    facts.key = describe_key(key == nullptr ? X509_get0_pubkey(certificate) : key);
    const char* signature = OBJ_nid2ln(X509_get_signature_nid(certificate));
    facts.signature = signature == nullptr ? "unknown" : signature;
    facts.usages = usages_of(certificate);
    facts.extended_usages = tls::extended_key_usages(certificate);
    read_constraints(certificate, facts);
    read_key_ids(certificate, facts);
    facts.sha256 = fingerprint(certificate);
    facts.issuer_sha256 = tls::issuer_sha256(certificate);
    facts.pin = tls::pin_text(tls::pin_of(certificate));
    tls::drop_errors();
    return facts;
}

std::string fingerprint(const X509* certificate) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    tls::require(
        X509_digest(certificate, EVP_sha256(), hash.data(), &size) == 1, "hashing a certificate"
    );
    return to_hex(ByteView{hash}.first(size));
}

std::optional<std::string> fingerprint_in(ByteView pem) {
    const tls::BioHandle in = tls::open_memory(pem);
    const tls::CertificateHandle first{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)};
    tls::drop_errors();
    return first == nullptr ? std::nullopt : std::optional{fingerprint(first.get())};
}

std::string certificate_pem(const x509_st* certificate) {
    const tls::BioHandle out = tls::new_secret_memory();
    tls::require(PEM_write_bio_X509(out.get(), certificate) == 1, "writing a certificate");
    return std::string{as_text(tls::content(out.get()))};
}

} // namespace mqttx::pki
