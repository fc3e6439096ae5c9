// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/acl/lint_ranked.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace mqttx::acl::lint_parts {

namespace {

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
