// SPDX-License-Identifier: Apache-2.0
#include "common/acl/chain.hpp"

#include "common/acl/audience.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/match.hpp"

#include <algorithm>
#include <iterator>

namespace mqttx::acl {

namespace {

/// The only topic under $SYS that a client may publish to.
constexpr std::string_view bridge_state = "$SYS/broker/connection/+/state";

/// Whether an allow is for subscriptions like this one. A deny is for all of them.
bool lets_share(const Policy& policy, const Rule& rule, std::string_view group) {
    const bool takes_own = rule.share != ShareRule::only && rule.share != ShareRule::only_groups;
    if (group.empty()) {
        return takes_own || rule.effect == Effect::deny;
    }
    if (rule.share == ShareRule::any || rule.share == ShareRule::only ||
        rule.effect == Effect::deny) {
        return true;
    }
    const auto found = policy.share_groups.find(rule.section);
    return rule.share != ShareRule::never && found != policy.share_groups.end() &&
           std::find(found->second.begin(), found->second.end(), group) != found->second.end();
}

bool concerns(const Policy& policy, const Rule& rule, const Action& action) {
    if (!rule.operations.has(action.operation)) {
        return false;
    }
    const bool subscribes = action.operation == Operation::subscribe || !action.share_group.empty();
    if (subscribes && !lets_share(policy, rule, action.share_group)) {
        return false;
    }
    const bool asks_qos = action.operation != Operation::receive;
    if (asks_qos && ((rule.qos >> static_cast<unsigned>(action.qos)) & 1U) == 0) {
        return false;
    }
    return action.operation != Operation::publish || rule.retain == RetainRule::any ||
           (rule.retain == RetainRule::only) == action.retain;
}

/// The literal text of a filter with wildcards is about no single topic.
bool is_text_only(const Rule& rule) {
    return rule.literal && rule.filter.find_first_of("+#") != std::string_view::npos;
}

} // namespace

/// What building a chain needs to know; `only` picks the rules of one effect.
struct Chain::Order {
    Broker broker;
    const Client& client;
    Action action;
    std::span<const std::string> roots{};
    std::optional<Effect> only{};
};

Chain::Chain(
    const Policy& policy,
    Broker broker,
    const Client& client,
    Action action,
    std::span<const std::string> system_roots
) {
    Order order{broker, client, action, system_roots};
    const auto* subject = policy.find(client.name());
    const auto add_own = [&] {
        if (subject == nullptr) {
            return;
        }
        for (const auto& link : policy.links_of(*subject)) {
            if (link.section != no_index) {
                add_section(policy.sections[link.section], order);
            }
        }
    };
    const auto add_common = [&] {
        if (policy.common != no_index) {
            add_section(policy.sections[policy.common], order);
        }
    };
    policy_ = &policy;
    skips_patterns_ = accepts_every_subscribe(broker) && policy.common != no_index &&
                      is_refused_by_patterns(client);
    if (policy.audience) {
        add_conditional(client, order);
    } else if (is_dynsec(broker)) {
        add_own();
    } else if (broker == Broker::strict) {
        for (const auto effect : {Effect::deny, Effect::allow}) {
            order.only = effect;
            add_own();
            add_common();
        }
    } else {
        for (const auto effect : {Effect::deny, Effect::allow}) {
            order.only = effect;
            add_own();
        }
        for (const auto effect : {Effect::deny, Effect::allow}) {
            order.only = effect;
            if (!skips_patterns_) {
                add_common();
            }
        }
    }
    const bool unknown = policy.format == Format::dynsec && subject == nullptr && client.name();
    fallback_ = unknown ? Effect::deny : policy.default_for(action.operation);
    if (fallback_ == Effect::allow) { // it never reaches there
        add_clause("$CONTROL/#", Effect::deny, nullptr);
        if (broker != Broker::strict && action.operation == Operation::publish) {
            close_system_topics(system_roots);
        }
    }
}

/// The rules whose subject the client is; a deny goes before every allow, but in a format where the
/// first that matches decides.
void Chain::add_conditional(const Client& client, Order& order) {
    if (order.broker == Broker::hivemq && is_refused_by_patterns(client)) {
        return; // such a client is not let in
    }
    const auto sections = policy_->audience->matching(client);
    if (policy_->format == Format::emqx) {
        for (const auto section : sections) {
            for (const auto& rule : policy_->rules_of(policy_->sections[section])) {
                add(rule, order);
            }
        }
        return;
    }
    for (const auto effect : {Effect::deny, Effect::allow}) {
        order.only = effect;
        for (const auto section : sections) {
            for (const auto& rule : policy_->rules_of(policy_->sections[section])) {
                add(rule, order);
            }
        }
    }
}

/// The default does not open what begins with $SYS. No filter says that, so each first level that
/// is named in a rule is closed.
void Chain::close_system_topics(std::span<const std::string> more_roots) {
    guards_system_ = true;
    std::vector<std::string> roots{"$SYS"};
    std::copy_if(
        more_roots.begin(),
        more_roots.end(),
        std::back_inserter(roots),
        [](const std::string& root) { return root.starts_with("$SYS"); }
    );
    for (const auto* set : {&allowing_, &denying_}) {
        const auto& levels = set->levels();
        for (topic::LevelTable::Id id = 0; id < levels.size(); ++id) {
            if (levels[id].starts_with("$SYS")) {
                roots.emplace_back(levels[id]);
            }
        }
    }
    add_clause(bridge_state, Effect::allow, nullptr);
    for (const auto& root : roots) {
        add_clause(bound_.emplace_back(root + "/#"), Effect::deny, nullptr);
    }
}

Effect Chain::fallback_for(std::string_view topic) const {
    const bool closed =
        guards_system_ && topic.starts_with("$SYS") && !topic::matches(bridge_state, topic);
    return closed ? Effect::deny : fallback_;
}

void Chain::add_section(const Section& section, const Order& order) {
    const auto rules = policy_->rules_of(section);
    const auto falls = [](const Rule& a, const Rule& b) { // literals are asked before patterns
        return a.literal != b.literal ? a.literal : a.priority > b.priority;
    };
    if (std::is_sorted(rules.begin(), rules.end(), falls)) {
        for (const auto& rule : rules) {
            add(rule, order);
        }
        return;
    }
    std::vector<const Rule*> by_priority;
    for (const auto& rule : rules) {
        by_priority.push_back(&rule);
    }
    std::stable_sort(by_priority.begin(), by_priority.end(), [&](const auto* a, const auto* b) {
        return falls(*a, *b);
    });
    for (const auto* rule : by_priority) {
        add(*rule, order);
    }
}

void Chain::add(const Rule& rule, const Order& order) {
    if (!concerns(*policy_, rule, order.action) || (order.only && rule.effect != *order.only)) {
        return;
    }
    if (is_text_only(rule)) {
        if (order.broker == Broker::emqx) {
            texts_.push_back({{rule.filter, rule.effect, &rule}, clauses_.size()});
        }
        return;
    }
    auto filter = rule.filter;
    if (rule.has_variables) {
        auto bound = bind_rule(*policy_, rule, order.client, order.broker);
        if (!bound) {
            return;
        }
        const bool widened =
            policy_->audience && rule.effect == Effect::deny && *bound == "#" && rule.filter != "#";
        if (auto more = widened ? reserved_topics(rule, order.client) : std::nullopt) {
            add_clause(bound_.emplace_back(std::move(*more)), rule.effect, &rule);
        }
        filter = bound_.emplace_back(std::move(*bound));
    }
    if (compares_filters_as_topics(order.broker)) {
        add_compared(filter, rule, order);
        return;
    }
    const bool guarded = order.broker != Broker::strict &&
                         order.action.operation == Operation::publish &&
                         rule.effect == Effect::allow && filter.starts_with("$SYS");
    if (guarded) {
        auto open = topic::meet(filter, bridge_state);
        if (!open) {
            return;
        }
        filter = bound_.emplace_back(std::move(*open));
    }
    // To the plugin of 2.0 a SUBSCRIBE is text: a wildcard at the front takes '$' for a letter.
    const bool is_text = order.broker == Broker::dynsec_2_0 &&
                         order.action.operation == Operation::subscribe &&
                         (filter.starts_with('+') || filter.starts_with('#'));
    for (std::size_t at = 0; is_text && at < order.roots.size(); ++at) {
        const auto tail = filter == "#" ? std::string_view{"/#"} : filter.substr(1);
        auto& text = bound_.emplace_back(order.roots[at]);
        add_clause(text.append(tail), rule.effect, &rule);
    }
    add_clause(filter, rule.effect, &rule);
}

/// HiveMQ knows no deny, and a wildcard at the first level stands for what begins with '$' too. No
/// filter says that, so each first level that is named somewhere is written out.
void Chain::add_compared(std::string_view filter, const Rule& rule, const Order& order) {
    if (order.broker != Broker::hivemq) {
        add_clause(filter, rule.effect, &rule);
        return;
    }
    if (rule.effect == Effect::deny) {
        return;
    }
    add_clause(filter, rule.effect, &rule);
    if (!filter.starts_with('#') && filter != "+" && !filter.starts_with("+/")) {
        return;
    }
    std::vector<std::string> roots{order.roots.begin(), order.roots.end()};
    roots.emplace_back("$SYS");
    for (const auto& root : roots) {
        const auto below = filter == "#" ? std::string{"/#"} : std::string{filter.substr(1)};
        add_clause(bound_.emplace_back(root + below), rule.effect, &rule);
    }
}

void Chain::add_clause(std::string_view filter, Effect effect, const Rule* rule) {
    const auto rank = static_cast<topic::FilterSet::Rank>(clauses_.size());
    clauses_.push_back({filter, effect, rule});
    (effect == Effect::allow ? allowing_ : denying_).add(filter, rank);
}

} // namespace mqttx::acl
