// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rules.hpp"

#include "common/acl/lint_rule_tables.hpp"

#include <algorithm>
#include <vector>

namespace mqttx::acl {

namespace {

std::vector<LintRule> joined(std::initializer_list<std::span<const LintRule>> tables) {
    std::vector<LintRule> all;
    for (const auto table : tables) {
        all.insert(all.end(), table.begin(), table.end());
    }
    return all;
}

} // namespace

std::span<const LintRule> lint_rules() {
    static const auto rules = joined(
        {syntax_rules(),
         native_rules(),
         broker_format_rules(),
         topic_rules(),
         meaning_rules(),
         rights_rules(),
         deployment_rules(),
         portability_rules(),
         meta_rules()}
    );
    return rules;
}

const LintRule* find_lint_rule(std::string_view id) {
    const auto rules = lint_rules();
    const auto rule = std::lower_bound(
        rules.begin(),
        rules.end(),
        id,
        [](const LintRule& known, std::string_view wanted) { return known.id < wanted; }
    );
    return rule != rules.end() && rule->id == id ? &*rule : nullptr;
}

} // namespace mqttx::acl
