// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/permissions.hpp"

#include "apps/mqttx/acl/beside.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/effective_rules.hpp"
#include "common/acl/lint.hpp"
#include "common/base/text.hpp"
#include "common/cli/program.hpp"

#include <algorithm>

namespace mqttx::app::doctor {

namespace {

constexpr std::string_view layer = "authorisation";
constexpr std::size_t most_filters = 8; ///< in one sentence

/// Stands for all topics that no rule names.
constexpr std::string_view strange_topic = "mqttx-doctor/strange";

Finding judge_file(const PolicyFile& file) {
    const auto findings = lint_text(file.content, {.mildest = acl::Severity::warning}).findings;
    if (findings.empty()) {
        return {layer, "file", Outcome::ok, cat(in_quotes(file.name), " is clean")};
    }
    const auto faults = std::count_if(findings.begin(), findings.end(), [](const auto& found) {
        return found.severity == acl::Severity::error;
    });
    const auto first = file.position(findings.front().span).line;
    return {
        layer,
        "file",
        faults > 0 ? Outcome::fail : Outcome::warn,
        cat(faults > 0 ? counted(faults, "error") : counted(findings.size(), "warning"),
            " in ",
            in_quotes(file.name),
            ", the first in line ",
            first),
        cat(cli::program_name, " acl lint ", file.name)};
}

std::string filters_of(const std::vector<acl::Part>& parts) {
    std::vector<std::string_view> filters;
    for (const auto& part : parts) {
        if (std::find(filters.begin(), filters.end(), part.filter) == filters.end()) {
            filters.emplace_back(part.filter);
        }
    }
    std::string text;
    for (std::size_t at = 0; at < std::min(filters.size(), most_filters); ++at) {
        text += cat(at == 0 ? "" : ", ", filters[at]);
    }
    return filters.size() > most_filters
               ? cat(text, " and ", filters.size() - most_filters, " more")
               : text;
}

std::string topics_of(const acl::Powers& powers) {
    if (powers.allowed.empty()) {
        return "nothing";
    }
    const auto denied = filters_of(powers.denied);
    return cat(filters_of(powers.allowed), denied.empty() ? "" : cat(" but not ", denied));
}

/// What one client may do, in words; none when it may do nothing.
std::optional<std::string>
rights_of(const PolicyFile& file, const std::optional<std::string>& user) {
    std::vector<acl::ConversionLoss> losses;
    acl::EffectiveRules rules{file.policy, file.broker, user, losses};
    const auto publishing = rules.publishing();
    const auto receiving = rules.receiving();
    if (publishing.allowed.empty() && receiving.allowed.empty() && losses.empty()) {
        return std::nullopt;
    }
    return cat(
        "may publish to ",
        topics_of(publishing),
        " and receive ",
        topics_of(receiving),
        losses.empty() ? "" : ", and what rules with %c add"
    );
}

Finding judge_rights(const PolicyFile& file, const std::optional<std::string>& user) {
    const auto name =
        user ? cat("user ", in_quotes(*user)) : std::string{"a client without a name"};
    if (const auto rights = rights_of(file, user)) {
        return {
            layer,
            "rights",
            Outcome::ok,
            cat(name, ' ', *rights, " (", acl::broker_name(file.broker), ')')};
    }
    return {
        layer,
        "rights",
        Outcome::fail,
        cat("the file has no rule for ", name, ": it may do nothing"),
        cat("add what it needs to ", file.name)};
}

Finding judge_strangers(const PolicyFile& file) {
    constexpr std::string_view check = "strangers";
    const auto rights = rights_of(file, std::nullopt);
    if (!rights) {
        return {layer, check, Outcome::ok, "clients without a name may do nothing"};
    }
    acl::Decider decider{file.policy, file.broker};
    const bool anything = decider.allows({}, {acl::Operation::publish}, strange_topic);
    return {
        layer,
        check,
        anything ? Outcome::fail : Outcome::warn,
        cat("whoever connects without a name ", *rights),
        cat("grant it to users in ", file.name, ", or say allow_anonymous false in mosquitto.conf"
        )};
}

} // namespace

Findings judge_permissions(const PolicyFile& file, const std::optional<std::string>& user) {
    return {judge_file(file), judge_rights(file, user), judge_strangers(file)};
}

Findings permissions_unusable(const std::string& fault, const std::string& fix) {
    auto findings = permissions_untested("the file cannot be used");
    findings.front() = {layer, "file", Outcome::fail, fault, fix};
    return findings;
}

Findings permissions_untested(const std::string& reason) {
    Findings findings;
    for (const auto* check : {"file", "rights", "strangers"}) {
        findings.push_back({layer, check, Outcome::untested, reason});
    }
    return findings;
}

} // namespace mqttx::app::doctor
