// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_ranked.hpp"

#include "common/acl/lint_parts.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl::lint_parts {

namespace {

/// The operations an acl_file tells apart.
constexpr std::array both{Operation::publish, Operation::receive};

/// Sections up to this size are compared pair by pair; larger ones through trees of levels.
constexpr std::size_t few = 32;

/// From the widest filter to the narrowest: whatever the wildcards of others can add to the cover
/// of a filter then stands before it, or is covered by it.
bool is_wider(const Rule* a, const Rule* b) {
    const auto order = topic::compare_specificity(a->filter, b->filter);
    if (order != 0) {
        return order < 0;
    }
    if (a->operations != b->operations && has_all(*a, *b)) {
        return true;
    }
    return (a->operations == b->operations || !has_all(*b, *a)) && a->span.begin < b->span.begin;
}

bool is_alone(const Rule& other, const Rule& rule) {
    return has_all(other, rule) && topic::contains(other.filter, rule.filter);
}

} // namespace

bool has_all(const Rule& outer, const Rule& inner) {
    return (outer.operations | inner.operations) == outer.operations;
}

Ranked::Ranked(Rules rules) : rules_{std::move(rules)} {
    std::sort(rules_.begin(), rules_.end(), is_wider);
    if (rules_.size() <= few) {
        return;
    }
    sets_.resize(both.size());
    for (std::size_t rank = 0; rank < rules_.size(); ++rank) {
        for (std::size_t at = 0; at < both.size(); ++at) {
            if (rules_[rank]->operations.has(both[at])) {
                sets_[at].add(rules_[rank]->filter, static_cast<topic::FilterSet::Rank>(rank));
            }
        }
    }
}

std::optional<std::string>
Ranked::uncovered(std::string_view filter, Operation operation, std::size_t below) const {
    if (!sets_.empty()) {
        const topic::Cover cover{
            &sets_[operation == both[0] ? 0 : 1], static_cast<topic::FilterSet::Rank>(below)};
        return topic::uncovered(filter, std::span{&cover, 1});
    }
    std::vector<std::string_view> covers;
    for (std::size_t rank = 0; rank < below; ++rank) {
        if (rules_[rank]->operations.has(operation) &&
            topic::overlaps(rules_[rank]->filter, filter)) {
            covers.push_back(rules_[rank]->filter);
        }
    }
    return covers.empty() ? std::optional<std::string>{""} : topic::uncovered(filter, covers);
}

bool Ranked::covers(const Rule& rule, std::size_t below) const {
    return std::all_of(both.begin(), both.end(), [&](Operation operation) {
        return !rule.operations.has(operation) || !uncovered(rule.filter, operation, below);
    });
}

const Rule* Ranked::single(const Rule& rule, std::size_t below) const {
    if (!sets_.empty()) {
        const auto operation = rule.operations.has(both[0]) ? 0U : 1U;
        const auto rank = sets_[operation].first_match(topic_in(rule.filter));
        below = rank && *rank < below ? *rank + 1 : 0;
        return below > 0 && is_alone(*rules_[below - 1], rule) ? rules_[below - 1] : nullptr;
    }
    const auto end = rules_.begin() + static_cast<std::ptrdiff_t>(below);
    const auto found = std::find_if(rules_.begin(), end, [&](const Rule* other) {
        return is_alone(*other, rule);
    });
    return found == end ? nullptr : *found;
}

const Rule* Ranked::meeting(std::string_view filter) const {
    if (!sets_.empty()) {
        for (const auto& set : sets_) {
            if (const auto rank = set.overlapping(filter)) {
                return rules_[*rank];
            }
        }
        return nullptr;
    }
    const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const Rule* rule) {
        return topic::overlaps(rule->filter, filter);
    });
    return found == rules_.end() ? nullptr : *found;
}

} // namespace mqttx::acl::lint_parts
