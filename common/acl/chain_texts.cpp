// SPDX-License-Identifier: Apache-2.0
#include "common/acl/chain.hpp"

#include <algorithm>

namespace mqttx::acl {

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
