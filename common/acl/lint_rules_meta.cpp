// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A901",
        warning,
        "suppression without effect",
        "What it silenced is gone, or is another rule's; it would hide the next mistake.",
        "# mqttx: ignore[A401] feeds the archive\nuser archive\ntopic read news/#",
        "user archive\ntopic read news/#"},
    LintRule{
        "A902",
        warning,
        "suppression without a reason",
        "Behind the bracket stands why the finding is accepted.",
        "user archive\n# mqttx: ignore[A401]\ntopic readwrite #",
        "user archive\n# mqttx: ignore[A401] it feeds the archive\ntopic readwrite #"},
    LintRule{
        "A903",
        error,
        "another format",
        "The file is no permission file of a format that is read here, but something for another "
        "program.",
        "---\nalice:\n  - home/#",
        "user alice\ntopic readwrite home/#"},
};

} // namespace

std::span<const LintRule> meta_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
