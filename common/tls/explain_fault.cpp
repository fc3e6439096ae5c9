// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/fault_words.hpp"

#include <openssl/x509_vfy.h>

#include <algorithm>

namespace mqttx::tls {

namespace {

Sentence name_differs(std::string_view peer, const VerifyFault& fault) {
    const auto& names = fault.certificate.names;
    const std::string host = in_quotes(peer);
    if (names.empty()) {
        const std::string cn = fault.certificate.common_name
                                   ? cat(" (its common name ",
                                         in_quotes(*fault.certificate.common_name),
                                         " does not count: RFC 9525)")
                                   : std::string{};
        return {
            cat("the certificate of ", host, " has no subject alternative name", cn),
            cat("reissue it with one: ", reissue(peer))};
    }
    return {
        cat("the certificate is not for ", host, ": it names ", list_text(names)),
        cat("connect by a name it has, give that name with --servername, or reissue it: ",
            reissue(peer))};
}

Sentence address_differs(std::string_view peer, const VerifyFault& fault) {
    const auto& names = fault.certificate.names;
    const std::string host = in_quotes(peer);
    if (std::find(names.begin(), names.end(), cat("DNS:", peer)) != names.end()) {
        return {
            cat("the certificate has the address ",
                host,
                " as a DNS name, where it does not count (RFC 9525)"),
            cat("reissue it with the address as an address: ", reissue(peer))};
    }
    return {
        cat("the certificate is not for the address ",
            host,
            ": it names ",
            names.empty() ? "nothing" : list_text(names)),
        cat("connect by a name it has, give that name with --servername, or reissue it: ",
            reissue(peer))};
}

Sentence expired(std::string_view peer, const VerifyFault& fault) {
    const auto& end = fault.certificate.not_after;
    const std::string when =
        end ? cat(" on ", time_text(*end), ", ", span_text(fault.checked_at - *end), " ago") : "";
    return {
        cat(the_certificate(peer, fault), " expired", when),
        fault.depth == 0 ? cat("renew it: ", reissue(peer))
                         : "the CA must be renewed, and its new certificate given as --cafile"};
}

Sentence not_yet_valid(std::string_view peer, const VerifyFault& fault) {
    const auto& start = fault.certificate.not_before;
    const std::string when =
        start ? cat(" before ", time_text(*start), ", in ", span_text(*start - fault.checked_at))
              : "";
    return {cat(the_certificate(peer, fault), " is not valid", when), set_the_clock(fault)};
}

constexpr auto made_anew = "the CA was made anew: give its present certificate as --cafile";

Sentence issuer_unknown(std::string_view peer, const VerifyFault& fault) {
    const std::string issuer = in_quotes(fault.certificate.issuer);
    const std::string start = cat(the_certificate(peer, fault), " was issued by ", issuer, ", ");
    if (fault.issuer_name_is_trusted) {
        return {cat(start, "and the trusted CA of that name has another key"), made_anew};
    }
    return {
        cat(start, "which is not among the trusted CAs and was not sent along"),
        "give that CA's certificate as --cafile; or, when it is an intermediate, append it to the "
        "broker's certfile"};
}

Sentence root_missing(std::string_view, const VerifyFault& fault) {
    return {
        cat("the trusted CAs hold the intermediate ",
            in_quotes(fault.certificate.subject),
            " but not its issuer ",
            in_quotes(fault.certificate.issuer)),
        "add the root's certificate to the --cafile"};
}

Sentence self_signed(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault), " is self-signed and not trusted"),
        "when you have it from a safe place, give it as --cafile"};
}

Sentence root_untrusted(std::string_view peer, const VerifyFault& fault) {
    const std::string chain = cat(
        "the chain of ", in_quotes(peer), " ends at the root ", in_quotes(fault.certificate.subject)
    );
    if (fault.issuer_name_is_trusted) {
        return {cat(chain, ", and the trusted CA of that name has another key"), made_anew};
    }
    return {
        cat(chain, ", which is not trusted"),
        "when you have that root from a safe place, give it as --cafile"};
}

Sentence wrong_purpose(std::string_view peer, const VerifyFault& fault) {
    const auto& usages = fault.certificate.usages;
    const std::string found =
        usages.empty() ? "its key usage forbids it" : cat("it is for ", list_text(usages));
    if (fault.depth > 0) {
        return {
            cat(the_certificate(peer, fault), " may not vouch for servers: ", found),
            "give the certificate of the CA that issued the broker's"};
    }
    return {
        cat(the_certificate(peer, fault), " is not for a server: ", found),
        cat("issue one for the server: ", reissue(peer))};
}

Sentence not_a_ca(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault), " is not that of a CA, yet it issued another"),
        "make the CA with 'mqttx cert ca'"};
}

Sentence bad_signature(std::string_view peer, const VerifyFault& fault) {
    return {
        cat("the signature of ",
            the_certificate(peer, fault),
            " does not verify with the key of ",
            in_quotes(fault.certificate.issuer)),
        cat(made_anew, "; or the certificate was altered")};
}

std::string stronger(std::string_view peer, const VerifyFault& fault) {
    return fault.depth == 0 ? cat("issue a stronger one: ", reissue(peer))
                            : "the CA must be made anew ('mqttx cert ca'), and what it issued";
}

Sentence key_too_short(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault), " has a key that is too short"), stronger(peer, fault)};
}

Sentence signature_too_weak(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault),
            " is signed with a digest that can be forged (SHA-1 or older)"),
        stronger(peer, fault)};
}

Sentence outside_constraints(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault),
            " has a name its CA may not vouch for (",
            list_text(fault.certificate.names),
            ")"),
        "the CA's name constraints decide: reissue it with a name inside them"};
}

Sentence path_too_long(std::string_view peer, const VerifyFault& fault) {
    return {
        cat("the chain of ",
            in_quotes(peer),
            " is longer than ",
            in_quotes(fault.certificate.subject),
            " allows"),
        "issue the certificate from a CA further up"};
}

Sentence other_fault(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault),
            " was refused: ",
            X509_verify_cert_error_string(fault.code)),
        "look at it with 'mqttx cert show'"};
}

struct Row {
    int code;
    Sentence (*sentence)(std::string_view, const VerifyFault&);
};

constexpr Row sentences[] = {
    {X509_V_ERR_HOSTNAME_MISMATCH, &name_differs},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, &address_differs},
    {X509_V_ERR_CERT_HAS_EXPIRED, &expired},
    {X509_V_ERR_CERT_NOT_YET_VALID, &not_yet_valid},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, &issuer_unknown},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, &issuer_unknown},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, &root_missing},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, &self_signed},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, &root_untrusted},
    {X509_V_ERR_INVALID_PURPOSE, &wrong_purpose},
    {X509_V_ERR_INVALID_CA, &not_a_ca},
    {X509_V_ERR_KEYUSAGE_NO_CERTSIGN, &not_a_ca},
    {X509_V_ERR_PATH_LENGTH_EXCEEDED, &path_too_long},
    {X509_V_ERR_CERT_CHAIN_TOO_LONG, &path_too_long},
    {X509_V_ERR_CERT_REVOKED, &revoked},
    {X509_V_ERR_UNABLE_TO_GET_CRL, &crl_missing},
    {X509_V_ERR_CRL_HAS_EXPIRED, &crl_expired},
    {X509_V_ERR_CRL_NOT_YET_VALID, &crl_early},
    {X509_V_ERR_CRL_SIGNATURE_FAILURE, &crl_forged},
    {X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, &crl_unusable},
    {X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, &crl_unusable},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE, &bad_signature},
    {X509_V_ERR_EE_KEY_TOO_SMALL, &key_too_short},
    {X509_V_ERR_CA_KEY_TOO_SMALL, &key_too_short},
    {X509_V_ERR_CA_MD_TOO_WEAK, &signature_too_weak},
    {X509_V_ERR_PERMITTED_VIOLATION, &outside_constraints},
    {X509_V_ERR_EXCLUDED_VIOLATION, &outside_constraints},
};

} // namespace

Error explain_fault(std::string_view peer, const VerifyFault& fault) {
    const auto* row =
        std::find_if(std::begin(sentences), std::end(sentences), [&](const Row& each) {
            return each.code == fault.code;
        });
    const auto sentence = row == std::end(sentences) ? &other_fault : row->sentence;
    auto [what, hint] = sentence(peer, fault);
    ErrorFacts facts;
    facts.x509_error = X509_verify_cert_error_string(fault.code);
    return {ErrorKind::tls, std::move(what), std::move(hint), std::move(facts)};
}

} // namespace mqttx::tls
