// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/certificate.hpp"

#include <ctime>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

enum class Severity { error, warning, note };

std::string_view name_of(Severity severity) noexcept;

/// A rule that certificates or lists are held against; its id is stable.
struct LintRule {
    std::string_view id;
    Severity severity;
    std::string_view reference; ///< "RFC 5280 4.2.1.9"
    std::string_view title;
    std::string_view fix;
};

/// Every rule.
std::span<const LintRule> lint_rules() noexcept;

/// The rule of this id, which must exist.
const LintRule& lint_rule(std::string_view id);

/// Where a rule is broken.
struct LintFinding {
    const LintRule* rule;
    std::size_t place = 0; ///< the block of the file, from 1; 0: the file itself
    std::string subject{}; ///< of the certificate, or the issuer of the list
    std::string what;
};

/// One file and what lies beside it.
struct LintInput {
    std::vector<tls::CertificateHandle> certificates{};
    std::vector<tls::RevocationListHandle> lists{};
    std::optional<std::string> key_pin{}; ///< of the key beside it
    bool is_key_open = false;             ///< others may read that key
    std::time_t now = 0;
};

/// Holds certificates and lists against the rules: each by itself, each against its issuer where
/// that is in the same file, and the file as a whole.
std::vector<LintFinding> lint(const LintInput& input);

} // namespace mqttx::pki
