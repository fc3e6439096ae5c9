// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A031",
        error,
        "text that is no Erlang term",
        "EMQX's acl.conf is a list of Erlang terms, each with a full stop behind it: tuples, "
        "lists, "
        "atoms, whole numbers and strings. With anything else in it EMQX takes none of it.",
        R"({allow, {username, "lamp"}, publish, ["home/lamp"]})",
        R"({allow, {username, "lamp"}, publish, ["home/lamp"]}.)"},
    LintRule{
        "A032",
        error,
        "term that is no rule",
        "A rule of EMQX is {allow | deny, WHO, ACTION, [TOPIC, ...]} or {allow | deny, all}. It "
        "refuses a file with anything else in it.",
        R"({allow, {username, "lamp"}, write, ["home/lamp"]}.)",
        R"({allow, {username, "lamp"}, publish, ["home/lamp"]}.)"},
    LintRule{
        "A033",
        error,
        "text that is no XML, or XML with a document type",
        "HiveMQ's credentials.xml is XML. A document type declaration can define entities that "
        "grow "
        "without end, or that name files of the machine: none is read.",
        R"(<!DOCTYPE file-rbac [<!ENTITY a "aaaa">]>
<file-rbac></file-rbac>)",
        R"(<file-rbac>
<users><user><name>lamp</name><password>aGFzaA==:100:aGFzaA==</password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic></permission></permissions></role></roles>
</file-rbac>)"},
    LintRule{
        "A034",
        error,
        "XML that HiveMQ refuses",
        "A user has a name and roles that are defined, a role an id and permissions, a permission "
        "a "
        "topic; the values of activity, qos, retain and shared-subscription are words in capitals.",
        R"(<file-rbac>
<users><user><name>lamp</name><password>aGFzaA==:100:aGFzaA==</password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic><activity>publish</activity></permission></permissions></role></roles>
</file-rbac>)",
        R"(<file-rbac>
<users><user><name>lamp</name><password>aGFzaA==:100:aGFzaA==</password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic><activity>PUBLISH</activity></permission></permissions></role></roles>
</file-rbac>)"},
    LintRule{
        "A035",
        error,
        "XML that HiveMQ passes over",
        "An element whose name is not known is left out without a word: what it was to restrict "
        "stays "
        "permitted.",
        R"(<file-rbac>
<users><user><name>lamp</name><password>aGFzaA==:100:aGFzaA==</password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic><activty>PUBLISH</activty></permission></permissions></role></roles>
</file-rbac>)",
        R"(<file-rbac>
<users><user><name>lamp</name><password>aGFzaA==:100:aGFzaA==</password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic><activity>PUBLISH</activity></permission></permissions></role></roles>
</file-rbac>)"},
    LintRule{
        "A036",
        error,
        "user without a password",
        "HiveMQ refuses a file with a user that has none. mqttx acl convert leaves them empty: the "
        "extension's password generator makes them.",
        R"(<file-rbac>
<users><user><name>lamp</name><password></password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic></permission></permissions></role></roles>
</file-rbac>)",
        R"(<file-rbac>
<users><user><name>lamp</name><password>aGFzaA==:100:aGFzaA==</password><roles><id>lamps</id></roles></user></users>
<roles><role><id>lamps</id><permissions><permission><topic>home/lamp</topic></permission></permissions></role></roles>
</file-rbac>)"},
};

} // namespace

std::span<const LintRule> broker_format_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
