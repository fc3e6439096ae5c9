// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A508",
        error,
        "placeholder as user name",
        "A template was not filled in: nobody has this name, or somebody who knows it.",
        R"(user {{ mqtt_user }}
topic read a)",
        R"(user alice
topic read a)"},
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
