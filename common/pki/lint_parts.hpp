// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/lint.hpp"

/// The parts of lint, for each other alone.
namespace mqttx::pki {

/// Takes findings about one certificate or list.
class LintSink {
  public:
    LintSink(std::vector<LintFinding>& findings, std::size_t place, std::string subject)
        : findings_{findings}, place_{place}, subject_{std::move(subject)} {}

    void found(std::string_view rule, std::string what) {
        findings_.push_back({&lint_rule(rule), place_, subject_, std::move(what)});
    }

    /// The same, where `holds` is false.
    void require(bool holds, std::string_view rule, std::string_view what) {
        if (!holds) {
            found(rule, std::string{what});
        }
    }

  private:
    std::vector<LintFinding>& findings_;
    std::size_t place_;
    std::string subject_;
};

/// What a certificate is for, as far as it says.
struct LintedCertificate {
    const x509_st* certificate;
    CertificateFacts facts;
    bool is_self_issued; ///< its issuer has its name, and its key as far as it says
    bool is_server;
    bool is_client;

    [[nodiscard]] bool is_leaf() const noexcept { return !facts.is_ca; }
};

LintedCertificate linted(const x509_st* certificate);

void lint_form(const LintedCertificate& subject, LintSink& sink);
void lint_extensions(const LintedCertificate& subject, LintSink& sink);
void lint_names(const LintedCertificate& subject, LintSink& sink);
void lint_key(const LintedCertificate& subject, LintSink& sink);
void lint_dates(const LintedCertificate& subject, std::time_t now, LintSink& sink);
void lint_issuer(const LintedCertificate& subject, const LintedCertificate& issuer, LintSink& sink);
void lint_list(const X509_crl_st* list, std::time_t now, LintSink& sink);

} // namespace mqttx::pki
