// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/permissions.hpp"

#include "common/acl/acl_file_policy.hpp"
#include "common/acl/lint.hpp"
#include "common/base/text.hpp"
#include "common/cli/program.hpp"

#include <algorithm>

namespace mqttx::app::doctor {

namespace {

constexpr std::string_view layer = "authorisation";

Finding judge_file(const acl::AclFile& file, const std::string& path) {
    const auto findings = acl::lint(file);
    const auto faults = std::count_if(findings.begin(), findings.end(), [](const auto& found) {
        return found.severity == acl::Severity::error;
    });
    const auto lint = cat(cli::program_name, " acl lint ", path);
    if (file.refused_line() != nullptr) {
        return {
            layer,
            "file",
            Outcome::fail,
            cat("the broker does not start with ", in_quotes(path)),
            lint};
    }
    if (faults > 0) {
        return {layer, "file", Outcome::fail, cat(faults, " errors in ", in_quotes(path)), lint};
    }
    if (!findings.empty()) {
        return {
            layer,
            "file",
            Outcome::warn,
            cat(findings.size(), " doubtful places in ", in_quotes(path)),
            lint};
    }
    return {layer, "file", Outcome::ok, cat(in_quotes(path), " is clean")};
}

std::string filters_with(std::span<const acl::Rule> rules, acl::Operation operation) {
    std::string text;
    for (const auto& rule : rules) {
        if (rule.effect == acl::Effect::allow && rule.operations.has(operation)) {
            text += cat(text.empty() ? "" : ", ", rule.filter);
        }
    }
    return text.empty() ? "nothing" : text;
}

bool allows_everything(std::span<const acl::Rule> rules) {
    return std::any_of(rules.begin(), rules.end(), [](const acl::Rule& rule) {
        return rule.effect == acl::Effect::allow && rule.filter == "#" &&
               rule.operations.has(acl::Operation::publish);
    });
}

std::vector<acl::Rule> rules_for(const acl::Policy& policy, std::optional<std::string_view> user) {
    std::vector<acl::Rule> rules;
    const auto add = [&](std::uint32_t section) {
        if (section < policy.sections.size()) {
            const auto some = policy.rules_of(policy.sections[section]);
            rules.insert(rules.end(), some.begin(), some.end());
        }
    };
    if (const auto* const subject = policy.find(user)) {
        for (const auto& link : policy.links_of(*subject)) {
            add(link.section);
        }
    }
    add(policy.common);
    return rules;
}

} // namespace

Findings permissions_untested(const std::string& reason) {
    return {
        {layer, "file", Outcome::untested, reason}, {layer, "rights", Outcome::untested, reason}};
}

Findings judge_permissions(
    std::string_view text, const std::string& path, std::optional<std::string_view> user
) {
    const auto file = acl::read_acl_file(text);
    const auto policy = acl::policy_of(file);
    const auto rules = rules_for(policy, user);
    const auto name =
        user ? cat("user ", in_quotes(*user)) : std::string{"a client without a name"};
    Findings findings{judge_file(file, path)};
    if (rules.empty()) {
        findings.push_back(
            {layer,
             "rights",
             Outcome::fail,
             cat("the file has no rule for ", name, ": it may do nothing"),
             cat("add rules under 'user NAME' to ", path)}
        );
        return findings;
    }
    const auto rights =
        cat(name,
            " may publish to ",
            filters_with(rules, acl::Operation::publish),
            " and receive ",
            filters_with(rules, acl::Operation::receive));
    findings.push_back(
        !user && allows_everything(rules)
            ? Finding{layer, "rights", Outcome::fail, cat(rights, ": anybody may do everything"), cat("put the rule under a user line in ", path)}
            : Finding{layer, "rights", Outcome::ok, rights}
    );
    return findings;
}

} // namespace mqttx::app::doctor
