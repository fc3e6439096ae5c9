// SPDX-License-Identifier: Apache-2.0
#include "common/pki/issue.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/extension.hpp"
#include "common/pki/name.hpp"
#include "common/pki/public_key.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace mqttx::pki {

namespace {

using tls::require;

struct Validity {
    std::time_t not_before;
    std::time_t not_after;
};

constexpr std::time_t day = 86'400;

Validity validity_asked(const Order& order, std::time_t now) {
    if (!order.not_before) {
        require_clock(now);
    }
    constexpr std::time_t clock_difference = 300;
    const int days = order.days.value_or(profile_of(order.role).days);
    const std::time_t start = order.not_before.value_or(now - clock_difference);
    const std::time_t end = order.not_after.value_or(std::max(now, start) + days * day);
    if (end <= start) {
        throw Error{
            ErrorKind::usage,
            cat("the certificate would end (",
                tls::time_text(end),
                ") before it begins (",
                tls::time_text(start),
                ")")};
    }
    return {start, end};
}

/// A certificate is of use only while its issuer's is: nothing is promised beyond.
Validity within(Validity asked, const X509* issuer, std::vector<std::string>& notices) {
    const auto start = tls::unix_time(X509_get0_notBefore(issuer));
    const auto end = tls::unix_time(X509_get0_notAfter(issuer));
    if (!start || !end) {
        throw Error{ErrorKind::local, "the CA's certificate has malformed dates"};
    }
    if (asked.not_after <= *start || asked.not_before >= *end) {
        throw Error{
            ErrorKind::usage,
            cat("the certificate would be valid only while its CA is not, from ",
                tls::time_text(*start),
                " to ",
                tls::time_text(*end)),
            "give other dates, or renew the CA with earlier ones"};
    }
    if (asked.not_after > *end) {
        notices.push_back(
            cat("valid only until ",
                tls::time_text(*end),
                ", when the CA's own "
                "certificate ends")
        );
    }
    return {std::max(asked.not_before, *start), std::min(asked.not_after, *end)};
}

void require_issuer(const Order& order, const Issuer& issuer, std::time_t now) {
    X509* certificate = const_cast<X509*>(issuer.certificate);
    const std::string name = in_quotes(tls::name_text(X509_get_subject_name(certificate)));
    if (X509_check_ca(certificate) != 1) {
        throw Error{ErrorKind::local, cat(name, " is not the certificate of a CA")};
    }
    const auto end = tls::unix_time(X509_get0_notAfter(certificate));
    if (end && *end <= now) {
        throw Error{
            ErrorKind::local,
            cat("the CA ", name, " expired on ", tls::time_text(*end)),
            "make a new one: 'mqttx cert ca --force'"};
    }
    if (profile_of(order.role).is_ca && X509_get_pathlen(certificate) == 0) {
        throw Error{
            ErrorKind::usage, cat("the CA ", name, " may not issue other CAs (path length 0)")};
    }
}

void set_serial(X509* certificate) {
    std::array<std::uint8_t, 16> bytes{};
    require(RAND_bytes(bytes.data(), bytes.size()) == 1, "drawing a serial number");
    // Positive, and always 16 octets long (RFC 5280 section 4.1.2.2).
    constexpr std::uint8_t sign_bit = 0x80;
    constexpr std::uint8_t next_bit = 0x40;
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & ~sign_bit) | next_bit);
    ASN1_INTEGER* serial = X509_get_serialNumber(certificate);
    require(
        ASN1_STRING_set(serial, bytes.data(), static_cast<int>(bytes.size())) == 1,
        "setting the serial number"
    );
}

void set_subject(X509* certificate, const std::string& common_name) {
    const Handle<X509_NAME, &X509_NAME_free> name{X509_NAME_new()};
    const ByteView bytes = as_bytes(common_name);
    require(
        name && X509_NAME_add_entry_by_NID(
                    name.get(),
                    NID_commonName,
                    V_ASN1_UTF8STRING,
                    bytes.data(),
                    static_cast<int>(bytes.size()),
                    -1,
                    0
                ) == 1,
        "setting the common name"
    );
    require(X509_set_subject_name(certificate, name.get()) == 1, "setting the subject");
}

void set_issuer(X509* certificate, const Issuer* issuer) {
    const X509_NAME* own = X509_get_subject_name(certificate);
    const X509_NAME* name = issuer == nullptr ? own : X509_get_subject_name(issuer->certificate);
    if (issuer != nullptr && X509_NAME_cmp(own, name) == 0) {
        throw Error{
            ErrorKind::usage,
            cat("the CA itself is called ",
                in_quotes(tls::name_text(own)),
                ": a certificate of the same name would be taken for self-signed")};
    }
    require(X509_set_issuer_name(certificate, name) == 1, "setting the issuer");
}

void set_validity(X509* certificate, Validity validity) {
    const bool set = ASN1_TIME_set(X509_getm_notBefore(certificate), validity.not_before) &&
                     ASN1_TIME_set(X509_getm_notAfter(certificate), validity.not_after);
    require(set, "setting the validity");
}

void sign(X509* certificate, EVP_PKEY* key) {
    require(X509_sign(certificate, key, signature_hash(key)) > 0, "signing the certificate");
}

void require_order(const Order& order) {
    require_name(order.role, order.common_name);
    if (order.role == Role::server && order.names.empty()) {
        throw Error{
            ErrorKind::usage,
            "a server's certificate needs an alternative name",
            "add --san with the name clients connect to"};
    }
}

} // namespace

void require_clock(std::time_t now) {
    constexpr std::time_t year_2024 = 1'704'067'200;
    if (now < year_2024) {
        throw Error{
            ErrorKind::local,
            cat("the clock is not set: it says ", tls::time_text(now)),
            "use NTP, or a clock with a battery, before signing; --not-before gives a certificate "
            "another beginning"};
    }
}

const evp_md_st* signature_hash(const evp_pkey_st* key) {
    if (EVP_PKEY_is_a(key, "ED25519") == 1) {
        return nullptr; // it has its own
    }
    return EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_bits(key) > 256 ? EVP_sha384()
                                                                         : EVP_sha256();
}

Issued issue(
    const Order& order, evp_pkey_st* subject_key, const Issuer* issuer, std::time_t now, Use use
) {
    tls::drop_errors();
    require_order(order);
    Issued issued{CertificateHandle{X509_new()}, {}};
    X509* certificate = issued.certificate.get();
    require(certificate && X509_set_version(certificate, X509_VERSION_3), "making a certificate");
    Validity validity = validity_asked(order, now);
    if (issuer != nullptr) {
        require_issuer(order, *issuer, now);
        validity = within(validity, issuer->certificate, issued.notices);
    }
    set_serial(certificate);
    set_subject(certificate, order.common_name);
    set_issuer(certificate, issuer);
    set_validity(certificate, validity);
    if (use == Use::writing) {
        set_public_key_bytes(certificate, subject_key);
    } else {
        require(X509_set_pubkey(certificate, subject_key) == 1, "setting the public key");
    }
    add_extensions(
        certificate, order, subject_key, issuer == nullptr ? nullptr : issuer->certificate
    );
    sign(certificate, issuer == nullptr ? subject_key : issuer->key);
    return issued;
}

} // namespace mqttx::pki
