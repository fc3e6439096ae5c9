// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/pki/lint_parts.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/words.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace mqttx::pki {

namespace {

constexpr std::time_t day = 86'400;

void free_number(void* number) noexcept {
    BN_free(static_cast<BIGNUM*>(number));
}

using Number = std::unique_ptr<BIGNUM, Deleter<&free_number>>;

void lint_serial(const X509* certificate, LintSink& sink) {
    constexpr int most_octets = 20;
    constexpr int least_bits = 64;
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
    const Number number{ASN1_INTEGER_to_BN(serial, nullptr)};
    if (number == nullptr) {
        return;
    }
    const int bits = BN_num_bits(number.get());
    if (bits == 0 || BN_is_negative(number.get()) == 1) {
        sink.found("serial-not-positive", bits == 0 ? "it is 0" : "it is negative");
    } else if (bits / 8 + 1 > most_octets) {
        sink.found("serial-too-long", cat("it has ", bits / 8 + 1, " octets"));
    } else if (bits < least_bits - 8) { // leading zero bits of a random one are no fault
        sink.found("serial-too-short", cat("it has ", bits, " bits"));
    }
}

void lint_time_form(const ASN1_TIME* time, std::string_view which, LintSink& sink) {
    if (ASN1_STRING_type(time) != V_ASN1_GENERALIZEDTIME) {
        return;
    }
    constexpr int digits_of_year = 4;
    const std::string_view text{
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(time)),
        static_cast<std::size_t>(ASN1_STRING_length(time))};
    sink.require(text.substr(0, digits_of_year) >= "2050", "time-form", cat(which, " is ", text));
}

bool is_weak_signature(int nid) {
    int hash = NID_undef;
    return OBJ_find_sigid_algs(nid, &hash, nullptr) == 1 &&
           (hash == NID_sha1 || hash == NID_md5 || hash == NID_md4 || hash == NID_md5_sha1);
}

const char* long_name(int nid) {
    const char* name = OBJ_nid2ln(nid);
    return name == nullptr ? "unknown" : name;
}

void lint_rsa(const EVP_PKEY* key, LintSink& sink) {
    constexpr int least_bits = 2048;
    const int bits = EVP_PKEY_get_bits(key);
    sink.require(bits >= least_bits, "key-weak", cat("RSA with ", bits, " bits"));
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &raw) == 1) {
        const Number exponent{raw};
        sink.require(
            BN_is_odd(exponent.get()) == 1 && BN_is_one(exponent.get()) == 0,
            "rsa-exponent",
            "the public exponent is even or 1"
        );
    }
}

void lint_curve(const EVP_PKEY* key, LintSink& sink) {
    constexpr int least_bits = 224;
    const int bits = EVP_PKEY_get_bits(key);
    sink.require(bits >= least_bits, "key-weak", cat("a curve with ", bits, " bits"));
    int is_explicit = 0;
    if (EVP_PKEY_get_int_param(
            key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit
        ) == 1) {
        sink.require(is_explicit == 0, "curve-not-named", "explicit parameters");
    }
}

} // namespace

void lint_form(const LintedCertificate& subject, LintSink& sink) {
    const X509* certificate = subject.certificate;
    const int version = subject.facts.version;
    constexpr int v3 = 3;
    sink.require(version == v3, "version", cat("it is v", version));
    lint_serial(certificate, sink);
    lint_time_form(X509_get0_notBefore(certificate), "notBefore", sink);
    lint_time_form(X509_get0_notAfter(certificate), "notAfter", sink);
    const int signature = X509_get_signature_nid(certificate);
    // A root is trusted by its key, whatever its own signature.
    sink.require(
        subject.is_self_issued || !is_weak_signature(signature),
        "signature-weak",
        long_name(signature)
    );
    const bool poses_as_self_signed =
        subject.facts.subject == subject.facts.issuer && !subject.is_self_issued;
    sink.require(!poses_as_self_signed, "issuer-is-subject", subject.facts.issuer);
}

void lint_dates(const LintedCertificate& subject, std::time_t now, LintSink& sink) {
    constexpr std::time_t longest_server = 397 * day + 600;
    constexpr std::time_t longest_leaf = 825 * day + 600;
    const auto& start = subject.facts.not_before;
    const auto& end = subject.facts.not_after;
    if (!start || !end) {
        sink.found("time-form", "a date cannot be read");
        return;
    }
    if (*end <= *start) {
        sink.found("dates-reversed", cat("from ", tls::time_text(*start)));
    } else if (*end < now) {
        sink.found("expired", cat("on ", tls::time_text(*end)));
    } else if (*start > now) {
        sink.found("not-yet-valid", cat("before ", tls::time_text(*start)));
    }
    const std::time_t most = subject.is_server ? longest_server : longest_leaf;
    const std::time_t span = *end - *start;
    if (subject.is_leaf() && span > most) {
        sink.found("validity-too-long", cat(span / day, " days, not at most ", most / day));
    }
}

void lint_key(const LintedCertificate& subject, LintSink& sink) {
    const EVP_PKEY* key = X509_get0_pubkey(subject.certificate);
    if (key == nullptr) {
        sink.found("extension-malformed", "its public key cannot be read");
    } else if (EVP_PKEY_is_a(key, "RSA") == 1) {
        lint_rsa(key, sink);
    } else if (EVP_PKEY_is_a(key, "EC") == 1) {
        lint_curve(key, sink);
    }
    tls::drop_errors();
}

void lint_issuer(
    const LintedCertificate& subject, const LintedCertificate& issuer, LintSink& sink
) {
    const auto& above = issuer.facts;
    const std::string& identifier = subject.facts.authority_key_id;
    sink.require(
        identifier.empty() || above.subject_key_id.empty() || identifier == above.subject_key_id,
        "authority-key-id-differs",
        cat(identifier, ", the issuer's is ", above.subject_key_id)
    );
    sink.require(
        X509_verify(const_cast<X509*>(subject.certificate), X509_get0_pubkey(issuer.certificate)) ==
            1,
        "signature-wrong",
        cat("not by ", in_quotes(above.subject))
    );
    if (subject.facts.not_after && above.not_after) {
        sink.require(
            *subject.facts.not_after <= *above.not_after,
            "outlives-issuer",
            cat("its CA ends on ", tls::time_text(*above.not_after))
        );
    }
    sink.require(
        !(subject.facts.is_ca && above.path_length == 0),
        "path-too-long",
        cat("the path length of ", in_quotes(above.subject), " is 0")
    );
    tls::drop_errors();
}

void lint_list(const X509_crl_st* list, std::time_t now, LintSink& sink) {
    const ListFacts facts = facts_of(list);
    constexpr std::time_t soon = 3 * day;
    sink.require(facts.version == 2, "list-version", cat("it is v", facts.version));
    sink.require(facts.number.has_value(), "list-number-missing", "no CRL number");
    sink.require(!facts.authority_key_id.empty(), "list-key-id-missing", "none");
    const int signature = X509_CRL_get_signature_nid(list);
    sink.require(!is_weak_signature(signature), "list-weak", long_name(signature));
    if (!facts.next_update) {
        sink.found("list-end-missing", "no nextUpdate");
    } else if (*facts.next_update < now) {
        sink.found("list-expired", cat("on ", tls::time_text(*facts.next_update)));
    } else if (*facts.next_update < now + soon) {
        sink.found("list-ends-soon", cat("on ", tls::time_text(*facts.next_update)));
    }
}

} // namespace mqttx::pki
