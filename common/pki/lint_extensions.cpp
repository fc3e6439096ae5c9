// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/pki/lint_parts.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/words.hpp"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <set>

namespace mqttx::pki {

namespace {

bool has(const std::vector<std::string>& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::string text_of(const ASN1_OBJECT* object) {
    constexpr int room = 80;
    char text[room];
    const int size = OBJ_obj2txt(text, room, object, 0);
    return size > 0 ? std::string{text} : std::string{"unknown"};
}

/// What X.509 verifiers must know (RFC 5280 section 4.2), as OpenSSL does.
bool is_known(X509_EXTENSION* extension) {
    return X509_supported_extension(extension) == 1;
}

void lint_each(const X509* certificate, LintSink& sink) {
    std::set<std::string> seen;
    for (int at = 0; at < X509_get_ext_count(certificate); ++at) {
        X509_EXTENSION* extension = X509_get_ext(certificate, at);
        const std::string name = text_of(X509_EXTENSION_get_object(extension));
        sink.require(seen.insert(name).second, "extension-twice", name);
        if (X509_EXTENSION_get_critical(extension) == 1 && !is_known(extension)) {
            sink.found("extension-unknown", name);
        }
    }
    const std::uint32_t flags = X509_get_extension_flags(const_cast<X509*>(certificate));
    sink.require((flags & EXFLAG_INVALID) == 0, "extension-malformed", "OpenSSL cannot read one");
    tls::drop_errors();
}

/// -1: there is none; 0 or 1: whether it is critical.
int criticality(const X509* certificate, int nid) {
    const int at = X509_get_ext_by_NID(certificate, nid, -1);
    return at < 0 ? -1 : X509_EXTENSION_get_critical(X509_get_ext(certificate, at));
}

void lint_authority(const LintedCertificate& subject, LintSink& sink) {
    const CertificateFacts& facts = subject.facts;
    const int constraints = criticality(subject.certificate, NID_basic_constraints);
    const int usage = criticality(subject.certificate, NID_key_usage);
    sink.require(constraints == 1, "constraints-not-critical", "they are not marked so");
    sink.require(usage >= 0, "usage-missing", "none");
    if (usage >= 0) {
        sink.require(usage == 1, "usage-not-critical", "it is not marked so");
        sink.require(has(facts.usages, "keyCertSign"), "usage-of-ca", "no keyCertSign");
        sink.require(has(facts.usages, "cRLSign"), "usage-of-list", "no cRLSign");
    }
    sink.require(!facts.subject_key_id.empty(), "subject-key-id-missing", "none");
    sink.require(
        !subject.is_self_issued || facts.extended_usages.empty(),
        "root-purpose",
        tls::list_text(facts.extended_usages)
    );
    const bool is_leaf_too = has(facts.extended_usages, "serverAuth") && !facts.names.empty();
    sink.require(!is_leaf_too, "leaf-is-ca", "it has a purpose, names and CA:TRUE");
}

/// What the key's type cannot do (RFC 8813 section 3, RFC 8410 section 5).
void lint_usage_for_key(const LintedCertificate& subject, LintSink& sink) {
    const EVP_PKEY* key = X509_get0_pubkey(subject.certificate);
    const auto& usages = subject.facts.usages;
    if (key == nullptr || usages.empty()) {
        return;
    }
    const bool is_rsa = EVP_PKEY_is_a(key, "RSA") == 1;
    for (const char* usage : {"keyEncipherment", "dataEncipherment"}) {
        sink.require(
            is_rsa || !has(usages, usage), "usage-for-key", cat(usage, " for ", subject.facts.key)
        );
    }
    sink.require(!is_rsa || !has(usages, "keyAgreement"), "usage-for-key", "keyAgreement for RSA");
    sink.require(
        has(usages, "digitalSignature") || has(usages, "keyEncipherment"),
        "usage-for-key",
        "TLS needs digitalSignature"
    );
}

void lint_leaf(const LintedCertificate& subject, LintSink& sink) {
    const CertificateFacts& facts = subject.facts;
    const int constraints = criticality(subject.certificate, NID_basic_constraints);
    const bool signs = has(facts.usages, "keyCertSign");
    sink.require(!signs || constraints >= 0, "constraints-missing", "it may sign certificates");
    sink.require(!signs || constraints < 0, "leaf-signs", "keyCertSign with CA:FALSE");
    if (criticality(subject.certificate, NID_key_usage) == 0) {
        sink.found("usage-not-critical", "it is not marked so");
    }
    lint_usage_for_key(subject, sink);
    sink.require(!facts.subject_key_id.empty(), "leaf-key-id-missing", "none");
    if (has(facts.extended_usages, "anyExtendedKeyUsage")) {
        sink.found("purpose-any", "anyExtendedKeyUsage");
    } else if (facts.extended_usages.empty()) {
        sink.found("purpose-missing", "no extended key usage");
    }
    sink.require(
        !(subject.is_server && subject.is_client), "purpose-both", "serverAuth and clientAuth"
    );
}

} // namespace

void lint_extensions(const LintedCertificate& subject, LintSink& sink) {
    constexpr int v3 = 3;
    if (subject.facts.version != v3) {
        return; // it has none, and that was said
    }
    lint_each(subject.certificate, sink);
    sink.require(
        subject.is_self_issued || !subject.facts.authority_key_id.empty(),
        "authority-key-id-missing",
        "none"
    );
    subject.facts.is_ca ? lint_authority(subject, sink) : lint_leaf(subject, sink);
}

} // namespace mqttx::pki
