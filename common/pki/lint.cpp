// SPDX-License-Identifier: Apache-2.0
#include "common/pki/lint.hpp"

#include "common/base/text.hpp"
#include "common/pki/lint_parts.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/x509.h>

#include <algorithm>

namespace mqttx::pki {

namespace {

bool has_usage(const CertificateFacts& facts, std::string_view usage) {
    const auto& usages = facts.extended_usages;
    return std::find(usages.begin(), usages.end(), usage) != usages.end();
}

bool issues(const LintedCertificate& issuer, const LintedCertificate& subject) {
    return &issuer != &subject && issuer.facts.subject == subject.facts.issuer;
}

/// Each certificate before the one that issued it.
void lint_order(const std::vector<LintedCertificate>& all, LintSink& sink) {
    for (std::size_t at = 0; at + 1 < all.size(); ++at) {
        if (!all[at].is_self_issued && issues(all[at], all[at + 1]) &&
            !issues(all[at + 1], all[at])) {
            sink.found(
                "order",
                cat(in_quotes(all[at].facts.subject),
                    " comes before ",
                    in_quotes(all[at + 1].facts.subject),
                    ", which it issued")
            );
            return;
        }
    }
    for (std::size_t at = 1; at < all.size(); ++at) {
        if (all.front().facts.is_ca && !all[at].facts.is_ca) {
            sink.found(
                "order",
                cat("a CA stands first, the certificate ",
                    in_quotes(all[at].facts.subject),
                    " behind it")
            );
            return;
        }
    }
}

void lint_key_beside(const LintInput& input, const CertificateFacts& first, LintSink& sink) {
    if (input.key_pin) {
        sink.require(
            *input.key_pin == first.pin, "key-differs", "the public keys are not the same"
        );
    }
    sink.require(!input.is_key_open, "key-open", "its permissions let others in");
}

} // namespace

LintedCertificate linted(const x509_st* certificate) {
    LintedCertificate made{certificate, facts_of(certificate), false, false, false};
    const CertificateFacts& facts = made.facts;
    made.is_self_issued =
        facts.subject == facts.issuer &&
        (facts.authority_key_id.empty() || facts.authority_key_id == facts.subject_key_id);
    made.is_server = !facts.is_ca && has_usage(facts, "serverAuth");
    made.is_client = !facts.is_ca && has_usage(facts, "clientAuth");
    return made;
}

std::vector<LintFinding> lint(const LintInput& input) {
    std::vector<LintFinding> findings;
    std::vector<LintedCertificate> all;
    all.reserve(input.certificates.size());
    for (const auto& certificate : input.certificates) {
        all.push_back(linted(certificate.get()));
    }
    for (std::size_t at = 0; at < all.size(); ++at) {
        LintSink sink{findings, at + 1, all[at].facts.subject};
        lint_form(all[at], sink);
        lint_dates(all[at], input.now, sink);
        lint_key(all[at], sink);
        lint_extensions(all[at], sink);
        lint_names(all[at], sink);
        for (const LintedCertificate& issuer : all) {
            if (issues(issuer, all[at]) && !all[at].is_self_issued) {
                lint_issuer(all[at], issuer, sink);
            }
        }
    }
    for (std::size_t at = 0; at < input.lists.size(); ++at) {
        const std::string issuer = facts_of(input.lists[at].get()).issuer;
        LintSink sink{findings, all.size() + at + 1, issuer};
        lint_list(input.lists[at].get(), input.now, sink);
    }
    if (!all.empty()) {
        LintSink sink{findings, 0, all.front().facts.subject};
        lint_order(all, sink);
        lint_key_beside(input, all.front().facts, sink);
    }
    tls::drop_errors();
    return findings;
}

} // namespace mqttx::pki
