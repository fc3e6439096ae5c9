// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A026",
        error,
        "text that is no TOML",
        "A native file is TOML 1.0. Whoever reads it refuses a file with a fault as a whole: the "
        "broker plugin goes on with the rules it has.",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp }
effect = "allow"
operation = "publish"
topic = "home/lamp")",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp")"},
    LintRule{
        "A027",
        error,
        "unknown key",
        "A misspelt key would leave a rule wider than it is meant, so none is passed over.",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp"
retains = "never")",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp"
retain = "never")"},
    LintRule{
        "A028",
        error,
        "missing key",
        "A rule has a subject, an effect, an operation and a topic; a role has members.",
        R"(format = "mqttx-acl/1"
[[rule]]
effect = "allow"
operation = "publish"
topic = "home/lamp")",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp")"},
    LintRule{
        "A029",
        error,
        "value that is not understood",
        "The value is of another kind than its key takes, or none of its words; or the key does "
        "not go with the operation or effect of the rule.",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "write"
topic = "home/lamp")",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp")"},
    LintRule{
        "A030",
        error,
        "format that is not named",
        "The first line of a native file says which version of the format it is in.",
        R"(default = "deny"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp")",
        R"(format = "mqttx-acl/1"
[[rule]]
subject = { user = "lamp" }
effect = "allow"
operation = "publish"
topic = "home/lamp")"},
};

} // namespace

std::span<const LintRule> native_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
