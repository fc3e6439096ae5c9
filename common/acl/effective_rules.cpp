// SPDX-License-Identifier: Apache-2.0
#include "common/acl/effective_rules.hpp"

#include "common/acl/diff_native.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

constexpr std::string_view id_mark =
    "<client-id>"; ///< stands for the id while rules are worked out
/// No filter: every topic, those that begin with '$' included.
constexpr std::string_view everything{};

bool is_covered(const Part& part) {
    return !topic::uncovered(part.filter, part.before);
}

/// What both filters match.
std::optional<std::string> common_filter(const std::string& a, const std::string& b) {
    if (a == everything || b == everything) {
        return a == everything ? b : a;
    }
    return topic::meet(a, b);
}

void keep(std::vector<Part>& parts, const Part& part) {
    if (part.filter == everything) {
        for (const auto* filter : {"#", "$SYS/#"}) {
            keep(parts, {filter, part.rule, part.before});
        }
    } else if (!is_covered(part)) {
        parts.push_back(part);
    }
}

bool holds_id(const Clause& clause) {
    return clause.rule != nullptr && clause.rule->has_variables &&
           clause.filter.find(id_mark) != std::string_view::npos;
}

bool stands_behind(const Part& allowed, const Chain& chain, std::size_t rank) {
    return std::any_of(
        allowed.before.begin(),
        allowed.before.end(),
        [&](const topic::Cover& cover) {
            return cover.set == &chain.denying() && rank < cover.below;
        }
    );
}

std::string with_any_id(std::string_view filter) {
    std::string wide;
    topic::Levels levels{filter};
    for (bool first = true; const auto level = levels.next(); first = false) {
        wide += first ? "" : "/";
        wide += level->find(id_mark) != std::string_view::npos ? "+" : *level;
    }
    return wide;
}

} // namespace

EffectiveRules::EffectiveRules(
    const Policy& policy,
    Broker broker,
    std::optional<std::string> user,
    std::vector<ConversionLoss>& losses
)
    : losses_{losses}, publish_{policy, broker, {user, std::string{id_mark}}, {Operation::publish}},
      receive_{policy, broker, {user, std::string{id_mark}}, {Operation::receive}},
      subscribe_{
          policy,
          broker,
          {user, std::string{id_mark}},
          {Operation::subscribe},
          broker == Broker::dynsec_2_0 ? reserved_roots({policy, broker}, {policy, broker})
                                       : std::vector<std::string>{}} {}

void EffectiveRules::lose(const Rule& rule, std::string message) {
    losses_.push_back({rule.span, std::move(message)});
}

template <typename Visit> void EffectiveRules::each_allowed(const Chain& chain, Visit visit) {
    const auto& clauses = chain.clauses();
    for (std::size_t rank = 0; rank < clauses.size(); ++rank) {
        const auto& clause = clauses[rank];
        if (clause.effect == Effect::deny) {
            continue;
        }
        if (holds_id(clause)) {
            lose(*clause.rule, "this is left out, %c has no place in the rules of one user");
            continue;
        }
        visit(Part{
            std::string{topic::canonical(clause.filter)},
            clause.rule,
            {{&chain.denying(), static_cast<topic::FilterSet::Rank>(rank)}}});
    }
    if (chain.fallback() == Effect::allow) {
        visit(Part{std::string{everything}, nullptr, {{&chain.denying()}}});
    }
}

Powers EffectiveRules::publishing() {
    Powers powers;
    each_allowed(publish_, [&](const Part& part) { keep(powers.allowed, part); });
    add_denied(powers, publish_);
    return powers;
}

Powers EffectiveRules::receiving() {
    Powers powers;
    each_allowed(receive_, [&](const Part& delivery) {
        each_allowed(subscribe_, [&](const Part& subscription) {
            if (auto both = common_filter(delivery.filter, subscription.filter)) {
                Part part{std::move(*both), delivery.rule, delivery.before};
                part.rule = part.rule != nullptr ? part.rule : subscription.rule;
                part.before.insert(
                    part.before.end(), subscription.before.begin(), subscription.before.end()
                );
                keep(powers.allowed, part);
            }
        });
    });
    add_denied(powers, receive_);
    add_denied(powers, subscribe_);
    return powers;
}

/// The denies that take something from an allow behind them.
void EffectiveRules::add_denied(Powers& powers, const Chain& chain) {
    const auto& clauses = chain.clauses();
    for (std::size_t rank = 0; rank < clauses.size(); ++rank) {
        const auto& clause = clauses[rank];
        if (clause.effect == Effect::allow) {
            continue;
        }
        Part part{std::string{topic::canonical(clause.filter)}, clause.rule};
        if (holds_id(clause)) {
            lose(*clause.rule, "this denies every client id, not its own: %c has no place here");
            part.filter = with_any_id(clause.filter);
        }
        const bool takes =
            std::any_of(powers.allowed.begin(), powers.allowed.end(), [&](const Part& allowed) {
                return topic::overlaps(allowed.filter, part.filter) &&
                       stands_behind(allowed, chain, rank);
            });
        if (takes) {
            powers.denied.push_back(std::move(part));
        }
    }
}

} // namespace mqttx::acl
