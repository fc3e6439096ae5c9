// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/verify_fault.hpp"

#include <openssl/bn.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>

namespace mqttx::tls {

namespace {

PeerCertificate describe(const X509* certificate) {
    PeerCertificate facts;
    facts.subject = name_text(X509_get_subject_name(certificate));
    facts.issuer = name_text(X509_get_issuer_name(certificate));
    facts.serial = serial_text(X509_get0_serialNumber(certificate));
    facts.common_name = common_name(X509_get_subject_name(certificate));
    facts.names = alternative_names(certificate);
    facts.usages = extended_key_usages(certificate);
    facts.not_before = unix_time(X509_get0_notBefore(certificate));
    facts.not_after = unix_time(X509_get0_notAfter(certificate));
    return facts;
}

/// Whether somebody trusted has the name of the certificate's issuer.
bool trusts_issuer_name(X509_STORE_CTX* verification, const X509* certificate) {
    const Handle<X509_OBJECT, &X509_OBJECT_free> found{X509_STORE_CTX_get_obj_by_subject(
        verification, X509_LU_X509, X509_get_issuer_name(certificate)
    )};
    return found != nullptr;
}

/// As RFC 5280 section 5.3.1 calls it.
std::string reason_name(long code) {
    constexpr std::array<std::string_view, 11> names{
        "unspecified",
        "keyCompromise",
        "cACompromise",
        "affiliationChanged",
        "superseded",
        "cessationOfOperation",
        "certificateHold",
        "", // not used
        "removeFromCRL",
        "privilegeWithdrawn",
        "aACompromise"};
    const auto at = static_cast<std::size_t>(code);
    return at < names.size() && !names[at].empty() ? std::string{names[at]} : cat("reason ", code);
}

/// When and why, from the entry of the list in force.
std::string describe_revocation(X509_CRL* list, X509* certificate) {
    X509_REVOKED* entry = nullptr;
    if (list == nullptr || X509_CRL_get0_by_cert(list, &entry, certificate) == 0) {
        return {};
    }
    std::string text = cat("on ", time_text(X509_REVOKED_get0_revocationDate(entry)));
    const Handle<ASN1_ENUMERATED, &ASN1_ENUMERATED_free> reason{static_cast<ASN1_ENUMERATED*>(
        X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)
    )};
    if (reason != nullptr) {
        text += cat(" (", reason_name(ASN1_ENUMERATED_get(reason.get())), ')');
    }
    return text;
}

} // namespace

VerifyFault describe_fault(x509_store_ctx_st* verification) {
    VerifyFault fault;
    fault.code = X509_STORE_CTX_get_error(verification);
    fault.depth = X509_STORE_CTX_get_error_depth(verification);
    fault.checked_at = std::time(nullptr);
    X509* certificate = X509_STORE_CTX_get_current_cert(verification);
    if (certificate == nullptr) {
        certificate = X509_STORE_CTX_get0_cert(verification);
    }
    if (certificate != nullptr) {
        fault.certificate = describe(certificate);
        fault.issuer_name_is_trusted = trusts_issuer_name(verification, certificate);
    }
    X509_CRL* list = X509_STORE_CTX_get0_current_crl(verification);
    if (list != nullptr) {
        fault.crl_last_update = unix_time(X509_CRL_get0_lastUpdate(list));
        fault.crl_next_update = unix_time(X509_CRL_get0_nextUpdate(list));
    }
    if (fault.code == X509_V_ERR_CERT_REVOKED && certificate != nullptr) {
        fault.revocation = describe_revocation(list, certificate);
    }
    drop_errors();
    return fault;
}

} // namespace mqttx::tls
