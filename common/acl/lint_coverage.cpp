// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace mqttx::acl::lint_parts {

namespace {

/// The operations an acl_file tells apart.
constexpr std::array both{Operation::publish, Operation::receive};

/// Sections up to this size are compared pair by pair; larger ones through trees of levels.
constexpr std::size_t few = 32;

using Rules = std::vector<const Rule*>;

bool has_all(const Rule& outer, const Rule& inner) {
    return (outer.operations | inner.operations) == outer.operations;
}

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

/// The rules of one effect in a section, widest first, to ask which of them others make needless.
class Ranked {
  public:
    explicit Ranked(Rules rules) : rules_{std::move(rules)} {
        std::sort(rules_.begin(), rules_.end(), is_wider);
        if (rules_.size() <= few) {
            return;
        }
        for (std::size_t rank = 0; rank < rules_.size(); ++rank) {
            for (std::size_t at = 0; at < both.size(); ++at) {
                if (rules_[rank]->operations.has(both[at])) {
                    sets_[at].add(rules_[rank]->filter, static_cast<topic::FilterSet::Rank>(rank));
                }
            }
        }
    }

    [[nodiscard]] const Rules& rules() const noexcept { return rules_; }

    /// A topic of the filter, for the operation, that none of the rules before `below` has.
    [[nodiscard]] std::optional<std::string>
    uncovered(std::string_view filter, Operation operation, std::size_t below) const {
        if (rules_.size() > few) {
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

    /// Whether the rules before `below` have all that the rule says.
    [[nodiscard]] bool covers(const Rule& rule, std::size_t below) const {
        return std::all_of(both.begin(), both.end(), [&](Operation operation) {
            return !rule.operations.has(operation) || !uncovered(rule.filter, operation, below);
        });
    }

    /// One rule before `below` that has all of it alone; in a large section it may be overlooked.
    [[nodiscard]] const Rule* single(const Rule& rule, std::size_t below) const {
        if (rules_.size() > few) {
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

    /// A rule that meets the filter.
    [[nodiscard]] const Rule* meeting(std::string_view filter) const {
        if (rules_.size() > few) {
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

  private:
    static bool is_alone(const Rule& other, const Rule& rule) {
        return has_all(other, rule) && topic::contains(other.filter, rule.filter);
    }

    Rules rules_;
    std::array<topic::FilterSet, 2> sets_;
};

Rules with_effect(std::span<const Rule> rules, Effect effect) {
    Rules chosen;
    for (const auto& rule : rules) {
        if (rule.effect == effect) {
            chosen.push_back(&rule);
        }
    }
    return chosen;
}

class SectionLint {
  public:
    SectionLint(Report& report, const Policy& policy, const Section& section)
        : report_{report}, policy_{policy}, section_{section},
          allows_{with_effect(policy.rules_of(section), Effect::allow)},
          denies_{with_effect(policy.rules_of(section), Effect::deny)} {}

    /// `common` are the allows that apply to the section's clients besides; nullptr when unknown.
    void run(const Ranked* common) {
        lint_needless(allows_);
        lint_needless(denies_);
        for (const auto* deny : denies_.rules()) {
            lint_idle(*deny, common);
        }
        lint_crossing();
    }

    [[nodiscard]] const Ranked& allows() const noexcept { return allows_; }

  private:
    void lint_needless(const Ranked& ranked) {
        const auto& rules = ranked.rules();
        for (std::size_t rank = 0; rank < rules.size(); ++rank) {
            const auto& rule = *rules[rank];
            if (rule.effect == Effect::allow && is_dead(rule)) {
                continue;
            }
            if (const auto* other = ranked.single(rule, rank)) {
                add_single(rule, *other);
            } else if (ranked.covers(rule, rank)) {
                add_union(rule);
            } else {
                lint_halves(rules, rank);
            }
        }
    }

    bool is_dead(const Rule& allow) {
        if (denies_.rules().empty() ||
            denies_.uncovered(allow.filter, Operation::publish, denies_.rules().size())) {
            return false;
        }
        const auto* deny = denies_.meeting(allow.filter);
        auto& finding = report_.add(
            "A304",
            place_of(policy_, allow),
            "this rule grants nothing: what it allows is all denied, and a deny goes first",
            "remove one of them, or narrow the deny"
        );
        finding.related = Related{place_of(policy_, *deny), "denied here"};
        finding.witness = cat(topic_in(allow.filter), " is denied");
        return true;
    }

    void add_single(const Rule& rule, const Rule& other) {
        const bool same =
            rule.operations == other.operations && topic::equivalent(rule.filter, other.filter);
        auto& finding = report_.add(
            same ? "A301" : "A302",
            place_of(policy_, rule),
            same ? "the same rule once more" : "needless: another rule has all of it",
            "remove it"
        );
        finding.related =
            Related{place_of(policy_, other), same ? "the first one" : "by this rule"};
        finding.fix = removal(policy_.text, rule.span);
    }

    void add_union(const Rule& rule) {
        auto& finding = report_.add(
            "A303",
            place_of(policy_, rule),
            "needless: other rules together have all of it",
            "remove it"
        );
        finding.fix = removal(policy_.text, rule.span);
    }

    /// One line for reading and one for writing, on the same filter.
    void lint_halves(const Rules& rules, std::size_t rank) {
        const auto& rule = *rules[rank];
        if (rank == 0 || rule.effect == Effect::deny) {
            return;
        }
        const auto& other = *rules[rank - 1];
        if (other.filter != rule.filter || has_all(other, rule) || has_all(rule, other)) {
            return;
        }
        const auto& first = other.span.begin < rule.span.begin ? other : rule;
        const auto& second = &first == &rule ? other : rule;
        auto& finding = report_.add(
            "A309",
            place_of(policy_, second),
            "reading and writing the same topics in two lines",
            "write one readwrite line"
        );
        finding.related = Related{place_of(policy_, first), "the other line"};
        const auto keyword = section_.kind == Section::Kind::patterns ? "pattern" : "topic";
        finding.fix = removal(policy_.text, second.span);
        finding.fix->edits.push_back({first.span, cat(keyword, " readwrite ", first.filter)});
    }

    void lint_idle(const Rule& deny, const Ranked* common) {
        if (allows_.meeting(deny.filter) != nullptr) {
            return;
        }
        const bool is_pattern = section_.kind == Section::Kind::patterns;
        if (common == nullptr || (!is_pattern && common->meeting(deny.filter) != nullptr)) {
            return;
        }
        report_.add(
            "A308",
            place_of(policy_, deny),
            "this deny has no effect: nothing that is allowed here meets it",
            "remove it, or correct its topic"
        );
    }

    /// Allows and denies of which neither lies within the other.
    void lint_crossing() {
        constexpr std::size_t most_pairs = 4096;
        if (allows_.rules().size() * denies_.rules().size() > most_pairs) {
            return;
        }
        for (const auto* deny : denies_.rules()) {
            for (const auto* allow : allows_.rules()) {
                if (topic::contains(allow->filter, deny->filter) ||
                    topic::contains(deny->filter, allow->filter)) {
                    continue;
                }
                const auto common = topic::meet(allow->filter, deny->filter);
                if (!common) {
                    continue;
                }
                auto& finding = report_.add(
                    "A306", place_of(policy_, *allow), "part of what this rule allows is denied"
                );
                finding.related = Related{place_of(policy_, *deny), "denied here"};
                finding.witness = cat(topic_in(*common), " is denied");
            }
        }
    }

    Report& report_;
    const Policy& policy_;
    const Section& section_;
    Ranked allows_;
    Ranked denies_;
};

/// The allows of the patterns, or none; nullptr when a variable in them could be anything.
std::optional<Ranked> common_allows(const Policy& policy) {
    Rules allows;
    if (policy.common != no_index) {
        allows = with_effect(policy.rules_of(policy.sections[policy.common]), Effect::allow);
    }
    const bool fixed = std::none_of(allows.begin(), allows.end(), [](const Rule* rule) {
        return rule->has_variables;
    });
    return fixed ? std::optional{Ranked{std::move(allows)}} : std::nullopt;
}

/// Whether a pattern deny could take something from a client's own rules is the matter of A305;
/// here it is idle when nothing any client may do meets it.
bool has_own_allows(const Policy& policy) {
    return std::any_of(policy.rules.begin(), policy.rules.end(), [&](const Rule& rule) {
        return rule.effect == Effect::allow && rule.section != policy.common;
    });
}

} // namespace

void lint_coverage(Report& report, const Policy& policy) {
    const auto common = common_allows(policy);
    const bool own = has_own_allows(policy);
    for (std::uint32_t index = 0; index < policy.sections.size(); ++index) {
        const bool unsure = index == policy.common && own;
        SectionLint{report, policy, policy.sections[index]}.run(
            common && !unsure ? &*common : nullptr
        );
    }
}

} // namespace mqttx::acl::lint_parts
