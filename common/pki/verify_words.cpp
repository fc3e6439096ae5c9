// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/pki/verify.hpp"
#include "common/tls/words.hpp"

#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cctype>

namespace mqttx::pki {

namespace {

using tls::VerifyFault;

struct Words {
    std::string what;
    std::string fix;
};

/// "the certificate 'CN=a'", or that of a CA above.
std::string the_certificate(const VerifyFault& fault) {
    return cat(
        fault.depth == 0 ? "the certificate " : "the CA's certificate ",
        in_quotes(fault.certificate.subject)
    );
}

/// The name for a command, in quotes where it has a blank or a sign.
std::string name_of(const VerifyFault& fault) {
    const std::string name = fault.certificate.common_name.value_or("NAME");
    const bool is_plain = std::all_of(name.begin(), name.end(), [](unsigned char each) {
        return std::isalnum(each) != 0 || each == '-' || each == '.' || each == '_';
    });
    return is_plain ? name : in_quotes(name);
}

std::string anew(const VerifyFault& fault, std::string_view verb) {
    return fault.depth == 0 ? cat("mqttx cert ", verb, ' ', name_of(fault))
                            : std::string{"renew the CA, and give its new certificate to all"};
}

std::string local_time_text(std::time_t time) {
    std::tm local{};
    ::localtime_r(&time, &local);
    char text[64];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M %Z", &local);
    return std::string{text, size};
}

Words host_differs(const VerifyFault& fault, const VerifyOrder& order) {
    const auto& names = fault.certificate.names;
    const std::string host = order.host.value_or("");
    const std::string fix =
        cat("mqttx cert server ", names.empty() ? host : name_of(fault), " --san ", host, " --force"
        );
    if (names.empty()) {
        return {
            cat("it has no subject alternative name; its common name ",
                in_quotes(fault.certificate.common_name.value_or("")),
                " does not count (RFC 9525), though some clients take it"),
            fix};
    }
    if (std::find(names.begin(), names.end(), cat("DNS:", host)) != names.end()) {
        return {
            cat("it has the address ", in_quotes(host), " as a DNS name, where it does not count"),
            fix};
    }
    return {cat("it is not for ", in_quotes(host), ": it names ", tls::list_text(names)), fix};
}

Words expired(const VerifyFault& fault, const VerifyOrder& order) {
    const std::time_t end = fault.certificate.not_after.value_or(0);
    return {
        cat(the_certificate(fault),
            " expired on ",
            tls::time_text(end),
            " (here ",
            local_time_text(end),
            "), ",
            tls::span_text(order.at - end),
            " before"),
        anew(fault, "renew")};
}

Words early(const VerifyFault& fault, const VerifyOrder& order) {
    constexpr std::time_t year_2024 = 1'704'067'200;
    const std::time_t start = fault.certificate.not_before.value_or(0);
    return {
        cat(the_certificate(fault),
            " is valid only from ",
            tls::time_text(start),
            ", ",
            tls::span_text(start - order.at),
            " later"),
        order.at < year_2024
            ? "the clock is not set: use NTP, or a clock with a battery, before TLS"
            : "wait, or set the clock of the machine that made it"};
}

Words issuer_unknown(const VerifyFault& fault, const VerifyOrder&) {
    const std::string issuer = in_quotes(fault.certificate.issuer);
    if (fault.issuer_name_is_trusted) {
        return {
            cat(the_certificate(fault),
                " was issued by ",
                issuer,
                ", and the trusted CA of that name has another key"),
            "the CA was made anew: issue the certificate again, or give the CA's old one as "
            "--cafile"};
    }
    return {
        cat(the_certificate(fault),
            " was issued by ",
            issuer,
            ", whose certificate is neither trusted nor sent along"),
        "a root belongs into the cafile; an intermediate into the chain file behind the "
        "certificate (NAME.chain.crt), or give it with --untrusted"};
}

Words root_missing(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat("the cafile has the intermediate ",
            in_quotes(fault.certificate.subject),
            " but not its issuer ",
            in_quotes(fault.certificate.issuer)),
        "the cafile must contain the root: OpenSSL and Mosquitto refuse all without it"};
}

Words self_signed(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat(the_certificate(fault), " is self-signed, or has its CA's name, and is not trusted"),
        "let a CA sign it, which has another name; or give it as --cafile when it is meant to "
        "stand alone"};
}

Words root_untrusted(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat("the chain ends at the root ",
            in_quotes(fault.certificate.subject),
            fault.issuer_name_is_trusted ? ", and the trusted CA of that name has another key"
                                         : ", which is not trusted"),
        "give that root as --cafile, when you have it from a safe place"};
}

Words wrong_purpose(const VerifyFault& fault, const VerifyOrder& order) {
    const auto& usages = fault.certificate.usages;
    const bool is_server = order.purpose == Purpose::server;
    const std::string role = is_server ? "a server" : "a client";
    return {
        cat(the_certificate(fault),
            " is not for ",
            role,
            ": ",
            usages.empty() ? "its key usage forbids it" : cat("it is for ", tls::list_text(usages))
        ),
        fault.depth > 0 ? cat("take a CA without that restriction")
                        : cat("mqttx cert ", is_server ? "server " : "client ", name_of(fault))};
}

Words not_a_ca(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat(the_certificate(fault), " is not that of a CA, yet it issued another"),
        "let a CA issue it: mqttx cert ca"};
}

Words bad_signature(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat("the signature of ",
            the_certificate(fault),
            " does not verify with the key of ",
            in_quotes(fault.certificate.issuer)),
        "it was altered, or its CA made anew: issue it again"};
}

Words weak(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat(the_certificate(fault), " has a key or a signature that is too weak"),
        "use P-256, or RSA with 2048 bits and more, and SHA-256"};
}

Words constraints(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat(the_certificate(fault),
            " has a name its CA may not vouch for: ",
            tls::list_text(fault.certificate.names)),
        "the CA's name constraints decide: issue it with a name inside them"};
}

Words too_long(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat("more CAs stand below ", in_quotes(fault.certificate.subject), " than it allows"),
        "issue it from a CA further up, or make the CA with a larger --path-length"};
}

Words revoked(const VerifyFault& fault, const VerifyOrder&) {
    return {cat(the_certificate(fault), " was revoked ", fault.revocation), anew(fault, "rekey")};
}

Words list_missing(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat("no list says whether ",
            the_certificate(fault),
            " is revoked: that of ",
            in_quotes(fault.certificate.issuer),
            " is needed"),
        "crl.pem has the lists of all CAs: mqttx cert crl"};
}

Words list_expired(const VerifyFault& fault, const VerifyOrder& order) {
    const std::time_t end = fault.crl_next_update.value_or(0);
    return {
        cat("the revocation list of ",
            in_quotes(fault.certificate.issuer),
            " ended on ",
            tls::time_text(end),
            ", ",
            tls::span_text(order.at - end),
            " before: a broker refuses everybody"),
        "mqttx cert crl, and reload the broker; let 'cert crl --renew-if 10d' run daily"};
}

Words list_unusable(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat("the revocation list for ", the_certificate(fault), " cannot be used"),
        "its CA must have signed it, and be allowed to: mqttx cert crl"};
}

Words other(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat(the_certificate(fault), ": ", X509_verify_cert_error_string(fault.code)),
        "mqttx cert lint names the rule that it breaks"};
}

Words unknown_extension(const VerifyFault& fault, const VerifyOrder&) {
    return {
        cat(the_certificate(fault), " has a critical extension that verifiers do not know"),
        "issue it without"};
}

struct Row {
    int code;
    std::string_view id;
    Words (*words)(const VerifyFault&, const VerifyOrder&);
};

constexpr Row rows[] = {
    {X509_V_ERR_HOSTNAME_MISMATCH, "host-differs", &host_differs},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, "host-differs", &host_differs},
    {X509_V_ERR_CERT_HAS_EXPIRED, "expired", &expired},
    {X509_V_ERR_CERT_NOT_YET_VALID, "not-yet-valid", &early},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "issuer-unknown", &issuer_unknown},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "issuer-unknown", &issuer_unknown},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "root-missing", &root_missing},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed", &self_signed},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "root-untrusted", &root_untrusted},
    {X509_V_ERR_INVALID_PURPOSE, "wrong-purpose", &wrong_purpose},
    {X509_V_ERR_INVALID_CA, "issuer-no-ca", &not_a_ca},
    {X509_V_ERR_KEYUSAGE_NO_CERTSIGN, "issuer-no-ca", &not_a_ca},
    {X509_V_ERR_PATH_LENGTH_EXCEEDED, "path-too-long", &too_long},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE, "bad-signature", &bad_signature},
    {X509_V_ERR_EE_KEY_TOO_SMALL, "too-weak", &weak},
    {X509_V_ERR_CA_KEY_TOO_SMALL, "too-weak", &weak},
    {X509_V_ERR_CA_MD_TOO_WEAK, "too-weak", &weak},
    {X509_V_ERR_PERMITTED_VIOLATION, "name-constrained", &constraints},
    {X509_V_ERR_EXCLUDED_VIOLATION, "name-constrained", &constraints},
    {X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, "extension-unknown", &unknown_extension},
    {X509_V_ERR_CERT_REVOKED, "revoked", &revoked},
    {X509_V_ERR_UNABLE_TO_GET_CRL, "list-missing", &list_missing},
    {X509_V_ERR_CRL_HAS_EXPIRED, "list-expired", &list_expired},
    {X509_V_ERR_CRL_NOT_YET_VALID, "list-unusable", &list_unusable},
    {X509_V_ERR_CRL_SIGNATURE_FAILURE, "list-unusable", &list_unusable},
    {X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, "list-unusable", &list_unusable},
    {X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, "list-unusable", &list_unusable},
};

} // namespace

VerifyFinding explain(const tls::VerifyFault& fault, const VerifyOrder& order) {
    const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& each) {
        return each.code == fault.code;
    });
    const bool is_known = row != std::end(rows);
    auto [what, fix] = (is_known ? row->words : &other)(fault, order);
    return {
        std::string{is_known ? row->id : "rule-broken"},
        fault.depth,
        fault.certificate.subject,
        std::move(what),
        std::move(fix),
        X509_verify_cert_error_string(fault.code)};
}

} // namespace mqttx::pki
