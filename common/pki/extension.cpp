// SPDX-License-Identifier: Apache-2.0
#include "common/pki/extension.hpp"

#include "common/base/bytes.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <array>
#include <initializer_list>

namespace mqttx::pki {

namespace {

using tls::require;
using OctetString = Handle<ASN1_OCTET_STRING, &ASN1_OCTET_STRING_free>;

enum class Critical { no, yes };

void add(X509* certificate, int nid, void* value, Critical critical) {
    require(
        X509_add1_ext_i2d(
            certificate, nid, value, critical == Critical::yes ? 1 : 0, X509V3_ADD_APPEND
        ) == 1,
        "adding a certificate extension"
    );
}

OctetString octets(ByteView bytes) {
    OctetString string{ASN1_OCTET_STRING_new()};
    require(
        string &&
            ASN1_OCTET_STRING_set(string.get(), bytes.data(), static_cast<int>(bytes.size())) == 1,
        "making an octet string"
    );
    return string;
}

void add_constraints(X509* certificate, const Order& order) {
    const Profile& profile = profile_of(order.role);
    const Handle<BASIC_CONSTRAINTS, &BASIC_CONSTRAINTS_free> constraints{BASIC_CONSTRAINTS_new()};
    require(constraints != nullptr, "making basic constraints");
    if (profile.is_ca) {
        constraints->ca = 1;
        constraints->pathlen = ASN1_INTEGER_new();
        require(
            ASN1_INTEGER_set(
                constraints->pathlen, order.path_length.value_or(profile.path_length)
            ) == 1,
            "setting the path length"
        );
    }
    add(certificate, NID_basic_constraints, constraints.get(), Critical::yes);
}

/// The bits of KeyUsage by their number (RFC 5280 section 4.2.1.3).
enum UsageBit { digital_signature = 0, key_encipherment = 2, key_cert_sign = 5, crl_sign = 6 };

void add_key_usage(X509* certificate, const Order& order, const EVP_PKEY* key) {
    const Handle<ASN1_BIT_STRING, &ASN1_BIT_STRING_free> usage{ASN1_BIT_STRING_new()};
    require(usage != nullptr, "making a key usage");
    const auto allow = [&](UsageBit bit) {
        require(ASN1_BIT_STRING_set_bit(usage.get(), bit, 1) == 1, "setting a key usage");
    };
    if (profile_of(order.role).is_ca) {
        allow(key_cert_sign);
        allow(crl_sign);
    } else {
        allow(digital_signature);
        // RSA key transport of TLS 1.2; forbidden for elliptic curves (RFC 8813 section 3).
        if (order.role == Role::server && EVP_PKEY_is_a(key, "RSA") == 1) {
            allow(key_encipherment);
        }
    }
    add(certificate, NID_key_usage, usage.get(), Critical::yes);
}

void add_extended_usage(X509* certificate, Role role) {
    if (profile_of(role).is_ca) {
        return;
    }
    const Handle<EXTENDED_KEY_USAGE, &EXTENDED_KEY_USAGE_free> usages{EXTENDED_KEY_USAGE_new()};
    ASN1_OBJECT* usage = OBJ_nid2obj(role == Role::server ? NID_server_auth : NID_client_auth);
    require(usages && sk_ASN1_OBJECT_push(usages.get(), usage) > 0, "making a key usage");
    add(certificate, NID_ext_key_usage, usages.get(), Critical::no);
}

/// RFC 7093 section 2, method 1: the first 160 bits of SHA-256 over the public key.
void add_subject_key_id(X509* certificate) {
    constexpr std::size_t size = 20;
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    require(
        X509_pubkey_digest(certificate, EVP_sha256(), hash.data(), nullptr) == 1,
        "hashing the public key"
    );
    const OctetString identifier = octets(ByteView{hash}.first(size));
    add(certificate, NID_subject_key_identifier, identifier.get(), Critical::no);
}

void add_authority_key_id(X509* certificate, const X509* issuer) {
    const OctetString identifier{static_cast<ASN1_OCTET_STRING*>(X509_get_ext_d2i(
        issuer == nullptr ? certificate : issuer, NID_subject_key_identifier, nullptr, nullptr
    ))};
    if (identifier == nullptr) {
        return; // a foreign CA without one: nothing to point to
    }
    const Handle<AUTHORITY_KEYID, &AUTHORITY_KEYID_free> authority{AUTHORITY_KEYID_new()};
    require(authority != nullptr, "making an authority key identifier");
    authority->keyid = ASN1_OCTET_STRING_dup(identifier.get());
    add(certificate, NID_authority_key_identifier, authority.get(), Critical::no);
}

Bytes address_octets(const std::string& text) {
    std::array<std::uint8_t, sizeof(in6_addr)> raw{};
    const bool is_v4 = inet_pton(AF_INET, text.c_str(), raw.data()) == 1;
    require(is_v4 || inet_pton(AF_INET6, text.c_str(), raw.data()) == 1, "reading an address");
    return {raw.begin(), raw.begin() + (is_v4 ? sizeof(in_addr) : sizeof(in6_addr))};
}

Handle<GENERAL_NAME, &GENERAL_NAME_free> general_name(const AlternativeName& name) {
    Handle<GENERAL_NAME, &GENERAL_NAME_free> made{GENERAL_NAME_new()};
    require(made != nullptr, "making an alternative name");
    if (name.type == NameType::address) {
        GENERAL_NAME_set0_value(made.get(), GEN_IPADD, octets(address_octets(name.text)).release());
        return made;
    }
    Handle<ASN1_IA5STRING, &ASN1_IA5STRING_free> text{ASN1_IA5STRING_new()};
    const int size = static_cast<int>(name.text.size());
    require(text && ASN1_STRING_set(text.get(), name.text.data(), size) == 1, "copying a name");
    const int type = name.type == NameType::dns   ? GEN_DNS
                     : name.type == NameType::uri ? GEN_URI
                                                  : GEN_EMAIL;
    GENERAL_NAME_set0_value(made.get(), type, text.release());
    return made;
}

} // namespace

void add_alternative_names(x509_st* certificate, const std::vector<AlternativeName>& names) {
    if (names.empty()) {
        return; // an empty extension is malformed
    }
    const Handle<GENERAL_NAMES, &GENERAL_NAMES_free> all{GENERAL_NAMES_new()};
    require(all != nullptr, "making alternative names");
    for (const AlternativeName& name : names) {
        auto made = general_name(name);
        require(sk_GENERAL_NAME_push(all.get(), made.get()) > 0, "adding an alternative name");
        static_cast<void>(made.release()); // the stack owns it now
    }
    add(certificate, NID_subject_alt_name, all.get(), Critical::no);
}

void add_extensions(
    x509_st* certificate, const Order& order, const evp_pkey_st* key, const x509_st* issuer
) {
    add_constraints(certificate, order);
    add_key_usage(certificate, order, key);
    add_extended_usage(certificate, order.role);
    add_subject_key_id(certificate);
    add_authority_key_id(certificate, issuer);
    add_alternative_names(certificate, order.names);
}

} // namespace mqttx::pki
