// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A601",
        warning,
        "substitution that the target does not make",
        "The plugin of Mosquitto 2.0 has no substitution; others replace %u and %c only where they "
        "are a whole level.",
        R"(pattern write dev/%u-1/state
== --target vernemq)",
        R"(pattern write dev/%u/state
== --target vernemq)"},
    LintRule{
        "A602",
        error,
        "deny that the target does not know",
        "HiveMQ and VerneMQ only allow. VerneMQ reads an acl_file, and takes the word for a part "
        "of the topic that it grants.",
        R"(user alice
topic read home/#
topic deny home/safe
== --target hivemq)",
        R"(user alice
topic read home/lamp
== --target hivemq)"},
    LintRule{
        "A603",
        error,
        "line that the target reads otherwise",
        "VerneMQ knows 'read' and 'write', one space between words, and lines that end with LF; "
        "whatever else stands there belongs to the topic.",
        R"(user alice
topic readwrite home/lamp
== --target vernemq)",
        R"(user alice
topic home/lamp
== --target vernemq)"},
    LintRule{
        "A604",
        warning,
        "rules for other clients than here",
        "Rules before the first user line are for clients without a name. VerneMQ gives them to "
        "every client, HiveMQ has no such clients.",
        R"(topic read news/#
== --target vernemq)",
        R"(user alice
topic read news/#
== --target vernemq)"},
    LintRule{
        "A605",
        warning,
        "filter that the target reads otherwise",
        "To HiveMQ and VerneMQ a wildcard at the first level is about $SYS topics too; HiveMQ "
        "drops a slash at the end.",
        R"(user alice
topic read +/state
== --target hivemq)",
        R"(user alice
topic read home/state
== --target hivemq)"},
    LintRule{
        "A606",
        warning,
        "what the target cannot say",
        "It is lost on the way. mqttx acl convert --allow-loss writes the rest.",
        R"({"clients": [{"username": "lamp", "clientid": "l1", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "light/state", "allow": true}]}]}
== --target mosquitto-2.1)",
        R"({"clients": [{"username": "lamp", "roles": [{"rolename": "r"}]}],
 "roles": [{"rolename": "r", "acls": [
   {"acltype": "publishClientSend", "topic": "light/state", "allow": true}]}]}
== --target emqx)"},
};

} // namespace

std::span<const LintRule> portability_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
