// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/tls/fault_words.hpp"
#include "common/tls/words.hpp"

#include <openssl/x509_vfy.h>

namespace mqttx::tls {

namespace {

std::string the_list(const VerifyFault& fault) {
    return cat("the revocation list of ", in_quotes(fault.certificate.issuer));
}

} // namespace

Sentence revoked(std::string_view peer, const VerifyFault& fault) {
    return {
        cat(the_certificate(peer, fault),
            " (serial ",
            fault.certificate.serial,
            ") was revoked",
            fault.revocation.empty() ? "" : " ",
            fault.revocation),
        cat("the broker needs a new one: ", reissue(peer))};
}

Sentence crl_missing(std::string_view, const VerifyFault& fault) {
    return {
        cat("the --crlfile has no revocation list of ", in_quotes(fault.certificate.issuer)),
        "append that CA's list to the file; 'openssl crl -noout -issuer -in FILE' tells whose list "
        "one is"};
}

Sentence crl_expired(std::string_view, const VerifyFault& fault) {
    const auto& end = fault.crl_next_update;
    return {
        cat(the_list(fault),
            " was to be renewed",
            end ? cat(" by ", time_text(*end), ", ", span_text(fault.checked_at - *end), " ago")
                : ""),
        "get the CA's present list and give it as --crlfile"};
}

Sentence crl_early(std::string_view, const VerifyFault& fault) {
    const auto& start = fault.crl_last_update;
    return {
        cat(the_list(fault),
            " is not valid",
            start
                ? cat(" before ", time_text(*start), ", in ", span_text(*start - fault.checked_at))
                : " yet"),
        set_the_clock(fault)};
}

Sentence crl_forged(std::string_view, const VerifyFault& fault) {
    return {
        cat(the_list(fault), " is not signed by the trusted CA of that name"),
        "the CA was made anew: get its present list and give it as --crlfile"};
}

Sentence crl_unusable(std::string_view, const VerifyFault& fault) {
    return {
        cat(the_list(fault), " is unusable: ", X509_verify_cert_error_string(fault.code)),
        "get the CA's present list and give it as --crlfile"};
}

} // namespace mqttx::tls
