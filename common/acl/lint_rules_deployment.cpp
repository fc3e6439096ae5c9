// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A510",
        info,
        "no rule at all",
        "With an acl_file that holds no rule, every client is denied everything.",
        "# nothing",
        "topic read public/#"},
};

} // namespace

std::span<const LintRule> deployment_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
