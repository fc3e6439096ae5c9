// SPDX-License-Identifier: Apache-2.0
// Any bytes are a mosquitto.conf and a password file: reading and linting them must not fail, and
// every finding has a place in the text.
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/lint_rules.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

namespace {

void check(std::string_view text, const Linted& linted) {
    for (const auto& finding : linted.findings) {
        require(finding.span.begin <= finding.span.end && finding.span.end <= text.size());
        require(!finding.message.empty() && find_lint_rule(finding.id) != nullptr);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto rules = read_acl_file("topic read a\nuser alice\ntopic read b\nuser bob\n");
    const auto policy = policy_of(rules);
    const auto conf = read_mosquitto_conf(text);
    for (const auto& setting : conf.settings) {
        require(setting.span.in(text).starts_with(setting.name) && !setting.name.empty());
    }
    const auto passwords = read_password_file(text);
    for (const auto& user : passwords.users) {
        require(user.span.in(text) == user.name && !user.name.empty());
    }
    check(text, lint(conf, policy, {}));
    check(text, lint(passwords, policy, {}));
    check(rules.text, lint(rules, {}, {.conf = &conf, .passwords = &passwords}));
    return 0;
}
