// SPDX-License-Identifier: Apache-2.0
#include "common/acl/who_native.hpp"

#include "common/acl/rule_keys.hpp"
#include "common/topic/levels.hpp"
#include "common/topic/match.hpp"

namespace mqttx::acl {

namespace {

/// Whether a topic stands below some levels.
bool begins_with(std::string_view topic, std::string_view levels) {
    const auto wide = std::string{levels} + '#';
    return topic::matches(wide, topic);
}

/// Sets what a variable must be; false when it must be something else already.
bool settle(std::optional<std::string_view>& name, std::string_view value) {
    if (name && *name != value) {
        return false;
    }
    name = value;
    return true;
}

/// The names with which a filter is the topic's; none when it is not.
std::optional<NativeGrant> solve(const Rule& rule, std::string_view topic) {
    NativeGrant grant{&rule};
    topic::Levels filter{rule.filter};
    topic::Levels levels{topic};
    std::string plain;
    for (bool first = true; const auto wanted = filter.next(); first = false) {
        plain += first ? "" : "/";
        const auto variable = variable_in(*wanted);
        const auto level = *wanted == "#" ? std::nullopt : levels.next();
        if (variable == Variable::none) {
            plain += *wanted;
            continue;
        }
        if (!level || level->empty() || (first && level->starts_with('$'))) {
            return std::nullopt;
        }
        auto& name = variable == Variable::username    ? grant.user
                     : variable == Variable::client_id ? grant.client_id
                                                       : grant.common_name;
        if (!settle(name, *level)) {
            return std::nullopt;
        }
        plain += *level;
    }
    return topic::matches(plain, topic) ? std::optional{grant} : std::nullopt;
}

/// The ways in which a rule is about a topic.
void collect(const Rule& rule, std::string_view topic, std::vector<NativeGrant>& found) {
    if (!rule.has_variables) {
        if (topic::matches(rule.filter, topic)) {
            found.push_back({&rule});
        }
        return;
    }
    if (const auto grant = solve(rule, topic)) {
        found.push_back(*grant);
    }
    if (rule.effect == Effect::allow) {
        return;
    }
    topic::Levels filter{rule.filter};
    std::size_t before = 0;
    while (const auto level = filter.next()) {
        if (variable_in(*level) != Variable::none &&
            begins_with(topic, with_any_names(rule.filter.substr(0, before)))) {
            found.push_back({.rule = &rule, .unusable = *level});
        }
        before += level->size() + 1;
    }
}

} // namespace

NativeWho native_who(const Policy& policy, Operation operation, std::string_view topic) {
    NativeWho who;
    for (const auto& rule : policy.rules) {
        if (rule.operations.has(operation)) {
            collect(rule, topic, rule.effect == Effect::deny ? who.denied : who.allowed);
        }
    }
    if (who.allowed.empty()) {
        who.denied.clear();
    }
    return who;
}

} // namespace mqttx::acl
