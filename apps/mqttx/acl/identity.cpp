// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/identity.hpp"

#include "common/topic/levels.hpp"
#include "common/topic/match.hpp"

#include <algorithm>

namespace mqttx::app {

namespace {

/// Whether a rule may allow the topic to somebody: what stands for a name may be anything.
bool may_allow(const acl::Rule& rule, std::string_view topic) {
    if (rule.effect == acl::Effect::deny || !rule.operations.has(acl::Operation::publish)) {
        return false;
    }
    std::string filter;
    topic::Levels levels{rule.filter};
    while (const auto level = levels.next()) {
        filter += filter.empty() ? "" : "/";
        filter += rule.has_variables && acl::holds_variable(*level) ? "+" : std::string{*level};
    }
    return topic::matches(filter, topic);
}

} // namespace

bool may_publish(const acl::Policy& policy, const Identity& identity, std::string_view topic) {
    const auto allows = [&](std::uint32_t section) {
        const auto rules = policy.rules_of(policy.sections[section]);
        return std::any_of(rules.begin(), rules.end(), [&](const acl::Rule& rule) {
            return may_allow(rule, topic);
        });
    };
    const auto* subject = policy.find(
        identity.username ? std::optional<std::string_view>{*identity.username} : std::nullopt
    );
    if (subject != nullptr && allows(policy.links_of(*subject).front().section)) {
        return true;
    }
    return policy.common != acl::no_index && allows(policy.common);
}

} // namespace mqttx::app
