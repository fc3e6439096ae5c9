// SPDX-License-Identifier: Apache-2.0
#include "common/acl/subscription.hpp"

#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <vector>

namespace mqttx::acl {

namespace {

/// The filter up to its '#'; "#" and "/#" both leave one empty level, which is how 2.0 confuses
/// them.
std::string_view without_open_end(std::string_view filter) {
    if (filter == "#") {
        return {};
    }
    return filter.ends_with("/#") ? filter.substr(0, filter.size() - 2) : filter;
}

/// Containment as the plugin of 2.0 sees it: level by level, nothing said about '$'.
bool contains_2_0(std::string_view outer, std::string_view inner) {
    if (outer == "#") {
        return true;
    }
    const auto outer_head = without_open_end(outer);
    const auto inner_head = without_open_end(inner);
    const bool outer_open = outer_head.size() != outer.size();
    if (inner_head.size() != inner.size() && !outer_open) {
        return false;
    }
    topic::Levels outer_levels{outer_head};
    topic::Levels inner_levels{inner_head};
    while (true) {
        const auto wanted = outer_levels.next();
        const auto level = inner_levels.next();
        if (!wanted || !level) {
            return !wanted && (!level || outer_open);
        }
        if (*wanted != "+" && *wanted != *level) {
            return false;
        }
    }
}

bool applies(const Rule& rule, const Client& client, Broker broker, std::string_view filter) {
    if (!rule.operations.has(Operation::subscribe)) {
        return false;
    }
    if (rule.literal) {
        return rule.filter == filter;
    }
    if (broker == Broker::dynsec_2_0) {
        return contains_2_0(rule.filter, filter);
    }
    const auto bound = bind(rule, client, broker);
    return bound && topic::contains(*bound, filter);
}

/// The rule of a role that decides: a literal, or else the first pattern by priority.
const Rule* deciding_rule(
    std::span<const Rule> rules, const Client& client, Broker broker, std::string_view filter
) {
    const Rule* best = nullptr;
    for (const auto& rule : rules) {
        if (!applies(rule, client, broker, filter)) {
            continue;
        }
        if (rule.literal) {
            return &rule;
        }
        if (best == nullptr || rule.priority > best->priority) {
            best = &rule;
        }
    }
    return best;
}

} // namespace

SubscribeAnswer answer_subscribe(
    const Policy& policy, Broker broker, const Client& client, std::string_view filter
) {
    const auto* subject = policy.find(client.name());
    if (subject == nullptr && client.name()) {
        return {false};
    }
    const bool has_wildcard = filter.find_first_of("+#") != std::string_view::npos;
    const auto links = subject == nullptr ? std::span<const Link>{} : policy.links_of(*subject);
    for (const auto& link : links) {
        if (link.section == no_index) {
            continue;
        }
        const auto& role = policy.sections[link.section];
        if (broker == Broker::dynsec_2_1 && !role.wildcard_subscriptions && has_wildcard) {
            return {.accepted = false, .without_wildcards = &role};
        }
        if (const auto* rule = deciding_rule(policy.rules_of(role), client, broker, filter)) {
            return {rule->effect == Effect::allow, rule};
        }
    }
    const bool by_default = policy.default_for(Operation::subscribe) == Effect::allow;
    return {by_default && !filter.starts_with("$CONTROL")};
}

} // namespace mqttx::acl
