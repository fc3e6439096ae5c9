// SPDX-License-Identifier: Apache-2.0
#include "common/acl/region.hpp"

#include "common/topic/algebra.hpp"

#include <array>

namespace mqttx::acl {

namespace {

/// First-match: what a clause of one effect matches and no earlier one of the other.
Region
first_reached(const Chain& chain, Effect effect, const topic::FilterSet& others, Effect fallback) {
    Region region;
    const auto& clauses = chain.clauses();
    for (std::size_t rank = 0; rank < clauses.size(); ++rank) {
        if (clauses[rank].effect == effect) {
            region.push_back(
                {std::string{clauses[rank].filter},
                 {{&others, static_cast<topic::FilterSet::Rank>(rank)}}}
            );
        }
    }
    if (fallback == effect) {
        region.push_back({std::nullopt, {{&others}}});
    }
    return region;
}

/// A topic of all, those with '$' included, that no cover has.
std::optional<std::string> any_topic(std::span<const topic::Cover> covers) {
    if (auto witness = topic::uncovered("#", covers)) {
        return witness;
    }
    for (const auto& cover : covers) {
        const auto& levels = cover.set->levels();
        for (topic::LevelTable::Id id = 0; id < levels.size(); ++id) {
            if (!levels[id].starts_with('$')) {
                continue;
            }
            if (auto witness = topic::uncovered(std::string{levels[id]} + "/#", covers)) {
                return witness;
            }
        }
    }
    return topic::uncovered("$a-name-that-stands-in-no-filter/#", covers);
}

/// Picks a part of each region in turn and keeps what they have in common.
class Search {
  public:
    explicit Search(std::span<const Region* const> regions) : regions_{regions} {}

    std::optional<std::string> run(std::size_t at, const std::optional<std::string>& filter) {
        if (at == regions_.size()) {
            return filter ? topic::uncovered(*filter, covers_) : any_topic(covers_);
        }
        for (const auto& part : *regions_[at]) {
            auto both = filter;
            if (part.filter) {
                both = filter ? topic::meet(*filter, *part.filter) : part.filter;
                if (!both) {
                    continue;
                }
            }
            const auto before = covers_.size();
            covers_.insert(covers_.end(), part.without.begin(), part.without.end());
            auto witness = run(at + 1, both);
            covers_.resize(before, {nullptr});
            if (witness) {
                return witness;
            }
        }
        return std::nullopt;
    }

  private:
    std::span<const Region* const> regions_;
    std::vector<topic::Cover> covers_;
};

} // namespace

Region allowed_topics(const Chain& chain) {
    return first_reached(chain, Effect::allow, chain.denying(), chain.fallback());
}

Region denied_topics(const Chain& chain) {
    return first_reached(chain, Effect::deny, chain.allowing(), chain.fallback());
}

Region topics_of(std::string_view filter) {
    return {{std::string{filter}, {}}};
}

Region united(Region first, const Region& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

std::optional<std::string> common_topic(std::span<const Region* const> regions) {
    return Search{regions}.run(0, std::nullopt);
}

} // namespace mqttx::acl
