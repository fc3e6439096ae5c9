// SPDX-License-Identifier: Apache-2.0
#include "common/acl/action_kinds.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace mqttx::acl {

namespace {

/// What rules of a reading say of QoS and retained messages.
void add_masks(const Policy& policy, Operation operation, std::set<std::pair<int, int>>& masks) {
    for (const auto& rule : policy.rules) {
        if (rule.operations.has(operation)) {
            masks.emplace(
                rule.qos, operation == Operation::publish ? static_cast<int>(rule.retain) : 0
            );
        }
    }
}

} // namespace

std::vector<Kind> kinds_of(const Policy& before, const Policy& after, Operation operation) {
    std::set<std::pair<int, int>> masks;
    add_masks(before, operation, masks);
    add_masks(after, operation, masks);
    std::map<std::vector<bool>, Kind> by_answer;
    for (const bool retain : {false, true}) {
        for (int qos = 0; qos <= 2; ++qos) {
            std::vector<bool> answers;
            for (const auto& [mask, about] : masks) {
                const auto rule = static_cast<RetainRule>(about);
                answers.push_back(
                    ((mask >> qos) & 1) != 0 &&
                    (rule == RetainRule::any || (rule == RetainRule::only) == retain)
                );
            }
            const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(qos));
            const auto which = retain ? RetainRule::only : RetainRule::never;
            auto [known, is_new] = by_answer.try_emplace(
                std::move(answers), Kind{{operation, qos, retain}, bit, which}
            );
            known->second.qos |= bit;
            if (known->second.retain != which) {
                known->second.retain = RetainRule::any;
            }
        }
        if (operation != Operation::publish) {
            break;
        }
    }
    std::vector<Kind> kinds;
    for (auto& [answers, kind] : by_answer) {
        kind.retain = operation == Operation::publish ? kind.retain : RetainRule::any;
        kinds.push_back(kind);
    }
    std::sort(kinds.begin(), kinds.end(), [](const Kind& a, const Kind& b) {
        return std::pair{a.action.retain, a.action.qos} < std::pair{b.action.retain, b.action.qos};
    });
    return kinds;
}

namespace {

/// Subscriptions as shared ones.
std::vector<Kind>
shared_kinds(const Policy& before, const Policy& after, const std::vector<Kind>& subscriptions) {
    std::set<std::string_view> groups;
    bool lets_any = false;
    for (const auto* policy : {&before, &after}) {
        for (const auto& [section, names] : policy->share_groups) {
            groups.insert(names.begin(), names.end());
        }
        lets_any = lets_any ||
                   std::any_of(policy->rules.begin(), policy->rules.end(), [](const Rule& rule) {
                       return rule.effect == Effect::allow &&
                              (rule.share == ShareRule::any || rule.share == ShareRule::only) &&
                              rule.operations.has(Operation::subscribe);
                   });
    }
    if (lets_any) {
        groups.insert("<group>");
    }
    std::vector<Kind> kinds;
    for (const auto group : groups) {
        for (auto kind : subscriptions) {
            kind.action.share_group = group;
            kinds.push_back(kind);
        }
    }
    return kinds;
}

} // namespace

std::vector<Kind> compared_kinds(const Policy& before, const Policy& after) {
    auto kinds = kinds_of(before, after, Operation::publish);
    const bool both_native = before.audience && after.audience;
    auto more = kinds_of(before, after, both_native ? Operation::subscribe : Operation::receive);
    if (!both_native) {
        more.resize(std::min<std::size_t>(more.size(), 1));
        for (auto& kind : more) {
            kind.qos = 0b111;
        }
    }
    kinds.insert(kinds.end(), more.begin(), more.end());
    if (both_native) {
        const auto shared = shared_kinds(before, after, more);
        kinds.insert(kinds.end(), shared.begin(), shared.end());
    }
    return kinds;
}

} // namespace mqttx::acl
