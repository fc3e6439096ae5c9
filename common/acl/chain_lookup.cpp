// SPDX-License-Identifier: Apache-2.0
#include "common/acl/chain.hpp"
#include "common/topic/match.hpp"

#include <algorithm>

namespace mqttx::acl {

const Clause* Chain::deciding(std::string_view topic) const {
    // The clauses of most clients stand in a few lines of the file: reading them through takes less
    // than the jumps through a tree, whose parts lie all over the memory.
    constexpr std::size_t few = 16;
    if (clauses_.size() <= few) {
        const auto found =
            std::find_if(clauses_.begin(), clauses_.end(), [&](const Clause& clause) {
                return topic::matches(clause.filter, topic);
            });
        return found == clauses_.end() ? nullptr : &*found;
    }
    const auto allow = allowing_.empty() ? std::nullopt : allowing_.first_match(topic);
    const auto deny = denying_.empty() ? std::nullopt : denying_.first_match(topic);
    if (!allow && !deny) {
        return nullptr;
    }
    return &clauses_[std::min(
        allow.value_or(topic::FilterSet::no_rank), deny.value_or(topic::FilterSet::no_rank)
    )];
}

bool Chain::allows(std::string_view topic) const {
    const auto* clause = deciding(topic);
    return (clause == nullptr ? fallback_for(topic) : clause->effect) == Effect::allow;
}

std::vector<const Clause*> Chain::matching(std::string_view topic) const {
    auto ranks = allowing_.all_matches(topic);
    const auto denied = denying_.all_matches(topic);
    ranks.insert(ranks.end(), denied.begin(), denied.end());
    std::sort(ranks.begin(), ranks.end());
    std::vector<const Clause*> found;
    for (const auto rank : ranks) {
        found.push_back(&clauses_[rank]);
    }
    return found;
}

const Clause* Chain::deciding_text(std::string_view filter) const {
    const auto* best = deciding(filter);
    const auto rank =
        best == nullptr ? clauses_.size() : static_cast<std::size_t>(best - clauses_.data());
    const auto text = std::find_if(texts_.begin(), texts_.end(), [&](const TextClause& known) {
        return known.clause.filter == filter;
    });
    return text != texts_.end() && text->rank <= rank ? &text->clause : best;
}

std::vector<const Clause*> Chain::allowed_texts() const {
    std::vector<const Clause*> found;
    for (const auto& [clause, rank] : texts_) {
        const bool decides = deciding_text(clause.filter) == &clause;
        if (decides && clause.effect == Effect::allow) {
            found.push_back(&clause);
        }
    }
    return found;
}

} // namespace mqttx::acl
