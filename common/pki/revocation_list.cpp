// SPDX-License-Identifier: Apache-2.0
#include "common/pki/revocation_list.hpp"

#include "common/base/text.hpp"
#include "common/pki/extension.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

namespace mqttx::pki {

namespace {

using tls::require;
using Integer = Handle<ASN1_INTEGER, &ASN1_INTEGER_free>;
using Time = Handle<ASN1_TIME, &ASN1_TIME_free>;

void free_number(void* number) noexcept {
    BN_free(static_cast<BIGNUM*>(number));
}

Integer integer_of_hex(const std::string& hex) {
    BIGNUM* raw = nullptr;
    require(BN_hex2bn(&raw, hex.c_str()) > 0, "reading a serial number");
    const std::unique_ptr<BIGNUM, Deleter<&free_number>> number{raw};
    Integer made{BN_to_ASN1_INTEGER(number.get(), nullptr)};
    require(made != nullptr, "making a serial number");
    return made;
}

Time time_of(std::time_t when) {
    Time made{ASN1_TIME_set(nullptr, when)};
    require(made != nullptr, "making a time");
    return made;
}

void add_reason(X509_REVOKED* entry, Reason reason) {
    if (reason == Reason::unspecified) {
        return; // RFC 5280 section 5.3.1: rather absent
    }
    const Handle<ASN1_ENUMERATED, &ASN1_ENUMERATED_free> code{ASN1_ENUMERATED_new()};
    require(
        code && ASN1_ENUMERATED_set(code.get(), static_cast<long>(reason)) == 1 &&
            X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, code.get(), 0, 0) == 1,
        "setting the reason of a revocation"
    );
}

void add_entry(X509_CRL* list, const Revocation& revocation, std::time_t this_update) {
    Handle<X509_REVOKED, &X509_REVOKED_free> entry{X509_REVOKED_new()};
    const Integer serial = integer_of_hex(revocation.serial);
    // The list is backdated: nothing in it may lie in its future.
    const Time time = time_of(std::min(revocation.time, this_update));
    require(
        entry && X509_REVOKED_set_serialNumber(entry.get(), serial.get()) == 1 &&
            X509_REVOKED_set_revocationDate(entry.get(), time.get()) == 1,
        "making an entry of a revocation list"
    );
    add_reason(entry.get(), revocation.reason);
    require(X509_CRL_add0_revoked(list, entry.get()) == 1, "adding to a revocation list");
    static_cast<void>(entry.release()); // the list owns it now
}

void add_list_extensions(X509_CRL* list, const Issuer& issuer, std::uint64_t number) {
    const Integer value{ASN1_INTEGER_new()};
    require(
        value && ASN1_INTEGER_set_uint64(value.get(), number) == 1 &&
            X509_CRL_add1_ext_i2d(list, NID_crl_number, value.get(), 0, 0) == 1,
        "setting the number of a revocation list"
    );
    const Handle<ASN1_OCTET_STRING, &ASN1_OCTET_STRING_free> identifier{
        static_cast<ASN1_OCTET_STRING*>(
            X509_get_ext_d2i(issuer.certificate, NID_subject_key_identifier, nullptr, nullptr)
        )};
    if (identifier == nullptr) {
        return; // a foreign CA without one: nothing to point to
    }
    const Handle<AUTHORITY_KEYID, &AUTHORITY_KEYID_free> authority{AUTHORITY_KEYID_new()};
    require(authority != nullptr, "making an authority key identifier");
    authority->keyid = ASN1_OCTET_STRING_dup(identifier.get());
    require(
        X509_CRL_add1_ext_i2d(list, NID_authority_key_identifier, authority.get(), 0, 0) == 1,
        "setting the key identifier of a revocation list"
    );
}

std::string pem_of(X509_CRL* list) {
    const tls::BioHandle out = tls::new_secret_memory();
    require(PEM_write_bio_X509_CRL(out.get(), list) == 1, "writing a revocation list");
    return std::string{as_text(tls::content(out.get()))};
}

std::string reason_of(const X509_REVOKED* entry) {
    const Handle<ASN1_ENUMERATED, &ASN1_ENUMERATED_free> code{static_cast<ASN1_ENUMERATED*>(
        X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)
    )};
    if (code == nullptr) {
        return {};
    }
    const long number = ASN1_ENUMERATED_get(code.get());
    for (const ReasonName& each : reason_names) {
        if (static_cast<long>(each.reason) == number) {
            return std::string{each.name};
        }
    }
    return cat("reason ", number);
}

void read_extensions(const X509_CRL* list, ListFacts& facts) {
    const Integer number{
        static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(list, NID_crl_number, nullptr, nullptr))};
    if (number != nullptr) {
        const std::unique_ptr<BIGNUM, Deleter<&free_number>> value{
            ASN1_INTEGER_to_BN(number.get(), nullptr)};
        char* text = value == nullptr ? nullptr : BN_bn2dec(value.get());
        const tls::BufferHandle owner{reinterpret_cast<std::uint8_t*>(text)};
        facts.number = text == nullptr ? std::string{} : std::string{text};
    }
    const Handle<AUTHORITY_KEYID, &AUTHORITY_KEYID_free> authority{static_cast<AUTHORITY_KEYID*>(
        X509_CRL_get_ext_d2i(list, NID_authority_key_identifier, nullptr, nullptr)
    )};
    if (authority != nullptr && authority->keyid != nullptr) {
        facts.authority_key_id = to_hex(
            {ASN1_STRING_get0_data(authority->keyid),
             static_cast<std::size_t>(ASN1_STRING_length(authority->keyid))}
        );
    }
}

} // namespace

std::string revocation_list_pem(const ListOrder& order, const Issuer& issuer, std::time_t now) {
    constexpr std::time_t clock_difference = 300;
    constexpr std::time_t day = 86'400;
    require_clock(now);
    tls::drop_errors();
    const tls::RevocationListHandle list{X509_CRL_new()};
    const Time this_update = time_of(now - clock_difference);
    const Time next_update = time_of(now + order.days * day);
    require(
        list && X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) == 1 &&
            X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.certificate)) == 1 &&
            X509_CRL_set1_lastUpdate(list.get(), this_update.get()) == 1 &&
            X509_CRL_set1_nextUpdate(list.get(), next_update.get()) == 1,
        "making a revocation list"
    );
    for (const Revocation& revocation : order.revoked) {
        add_entry(list.get(), revocation, now - clock_difference);
    }
    add_list_extensions(list.get(), issuer, order.number);
    X509_CRL_sort(list.get());
    require(
        X509_CRL_sign(list.get(), issuer.key, signature_hash(issuer.key)) > 0,
        "signing a revocation list"
    );
    return pem_of(list.get());
}

ListFacts facts_of(const X509_crl_st* list) {
    tls::drop_errors();
    ListFacts facts;
    facts.issuer = tls::name_text(X509_CRL_get_issuer(list));
    facts.version = static_cast<int>(X509_CRL_get_version(list)) + 1;
    facts.this_update = tls::unix_time(X509_CRL_get0_lastUpdate(list));
    facts.next_update = tls::unix_time(X509_CRL_get0_nextUpdate(list));
    const char* signature = OBJ_nid2ln(X509_CRL_get_signature_nid(list));
    facts.signature = signature == nullptr ? "unknown" : signature;
    read_extensions(list, facts);
    STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(const_cast<X509_CRL*>(list));
    for (int at = 0; at < sk_X509_REVOKED_num(entries); ++at) {
        const X509_REVOKED* entry = sk_X509_REVOKED_value(entries, at);
        facts.revoked.push_back(
            {tls::serial_text(X509_REVOKED_get0_serialNumber(entry)),
             tls::unix_time(X509_REVOKED_get0_revocationDate(entry)),
             reason_of(entry)}
        );
    }
    tls::drop_errors();
    return facts;
}

} // namespace mqttx::pki
