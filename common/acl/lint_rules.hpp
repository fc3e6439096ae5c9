// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/finding.hpp"

#include <span>
#include <string_view>

namespace mqttx::acl {

/// A lint rule, as `acl rule ID` explains it.
struct LintRule {
    std::string_view id;
    Severity severity;      ///< unless a finding says otherwise
    std::string_view title; ///< what it finds
    std::string_view why;   ///< what the broker makes of it
    std::string_view bad;   ///< lines that have it; C-like escapes for what cannot be seen
    std::string_view good;  ///< the same lines put right
};

/// Every rule, ordered by id.
std::span<const LintRule> lint_rules();

/// A rule by its id, or nullptr.
const LintRule* find_lint_rule(std::string_view id);

} // namespace mqttx::acl
