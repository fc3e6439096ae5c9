// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl::lint_parts {

namespace {

/// Entries of a role that are asked one after the other: those of one operation, patterns or
/// literals. Longer lists are not compared pair by pair.
constexpr std::size_t most_compared = 1000;

bool is_message(Operation operation) {
    return operation == Operation::publish || operation == Operation::receive;
}

class Entries {
  public:
    Entries(Report& report, const Policy& policy, std::vector<const Rule*> rules, bool messages)
        : report_{report}, policy_{policy}, rules_{std::move(rules)}, messages_{messages} {
        std::stable_sort(rules_.begin(), rules_.end(), [](const Rule* a, const Rule* b) {
            return a->priority > b->priority;
        });
        for (std::size_t rank = 0; messages_ && rank < rules_.size(); ++rank) {
            set_.add(rules_[rank]->filter, static_cast<topic::FilterSet::Rank>(rank));
        }
    }

    void run() {
        for (std::size_t rank = 0; rank < rules_.size(); ++rank) {
            if (!lint_reached(rank)) {
                lint_followed(rank);
            }
        }
    }

  private:
    /// Whether the outer entry decides wherever the inner one would. Literals are compared as text.
    static bool takes_all(const Rule& outer, const Rule& inner) {
        return outer.literal ? outer.filter == inner.filter
                             : topic::contains(outer.filter, inner.filter);
    }

    [[nodiscard]] const Rule* single(std::size_t rank) const {
        const auto end =
            rules_.begin() + static_cast<std::ptrdiff_t>(std::min(rank, most_compared));
        const auto found = std::find_if(rules_.begin(), end, [&](const Rule* before) {
            return takes_all(*before, *rules_[rank]);
        });
        return found == end ? nullptr : *found;
    }

    /// Whether entries before this one answer everything it is about.
    [[nodiscard]] bool is_covered(std::size_t rank) const {
        const topic::Cover before{&set_, static_cast<topic::FilterSet::Rank>(rank)};
        return messages_ && rank > 0 &&
               !topic::uncovered(rules_[rank]->filter, std::span{&before, 1});
    }

    /// Whether an entry before this one that meets it answers otherwise.
    [[nodiscard]] bool is_contradicted(std::size_t rank) const {
        const auto& rule = *rules_[rank];
        const auto end =
            rules_.begin() + static_cast<std::ptrdiff_t>(std::min(rank, most_compared));
        return std::any_of(rules_.begin(), end, [&](const Rule* before) {
            return before->effect != rule.effect && topic::overlaps(before->filter, rule.filter);
        });
    }

    /// An entry that is never asked; true when there is something to say.
    bool lint_reached(std::size_t rank) {
        const auto& rule = *rules_[rank];
        const auto* other = single(rank);
        if (other == nullptr && !is_covered(rank)) {
            return false;
        }
        if (is_contradicted(rank)) {
            auto& finding = report_.add(
                "A307",
                place_of(policy_, rule),
                cat("this entry is never asked: what it is about is ",
                    rule.effect == Effect::allow ? "denied" : "allowed",
                    other == nullptr ? " or allowed before" : " before"),
                "give it a higher priority, or remove it"
            );
            if (other != nullptr) {
                finding.related = Related{place_of(policy_, *other), "decided here"};
                finding.message =
                    cat("this entry is never asked: another one decides all it is about before");
            }
        } else if (other != nullptr) {
            add_needless(rule, *other);
        } else {
            report_.add(
                "A303",
                place_of(policy_, rule),
                "needless: other entries together have all of it",
                "remove it"
            );
        }
        return true;
    }

    /// A narrow entry before a wide one that says the same, with nothing between them.
    void lint_followed(std::size_t rank) {
        const auto& rule = *rules_[rank];
        if (rules_.size() > most_compared) {
            return;
        }
        for (auto next = rank + 1; next < rules_.size(); ++next) {
            const auto& later = *rules_[next];
            if (later.effect != rule.effect) {
                if (topic::overlaps(later.filter, rule.filter)) {
                    return;
                }
            } else if (takes_all(later, rule) && !topic::equivalent(later.filter, rule.filter)) {
                add_needless(rule, later);
                return;
            }
        }
    }

    void add_needless(const Rule& rule, const Rule& other) {
        const bool same = topic::equivalent(rule.filter, other.filter);
        report_
            .add(
                same ? "A301" : "A302",
                place_of(policy_, rule),
                same ? "the same entry once more" : "needless: another entry has all of it",
                "remove it"
            )
            .related = Related{place_of(policy_, other), same ? "the first one" : "by this entry"};
    }

    Report& report_;
    const Policy& policy_;
    std::vector<const Rule*> rules_;
    bool messages_;
    topic::FilterSet set_;
};

/// A deny of what nobody is allowed anywhere.
void lint_idle(Report& report, const Policy& policy, Operation operation) {
    if (policy.default_for(operation) == Effect::allow) {
        return;
    }
    topic::FilterSet allows;
    for (const auto& rule : policy.rules) {
        if (rule.effect == Effect::allow && rule.operations.has(operation) && !rule.has_variables) {
            allows.add(rule.filter, 0);
        }
        if (rule.effect == Effect::allow && rule.operations.has(operation) && rule.has_variables) {
            return; // what it stands for is not known
        }
    }
    for (const auto& rule : policy.rules) {
        if (rule.effect == Effect::deny && rule.operations.has(operation) && !rule.has_variables &&
            !allows.overlapping(rule.filter)) {
            report.add(
                "A308",
                place_of(policy, rule),
                "this deny has no effect: no role allows anything that meets it",
                "remove it, or correct its topic"
            );
        }
    }
}

} // namespace

void lint_dynsec_order(Report& report, const Policy& policy) {
    for (const auto& section : policy.sections) {
        for (const auto operation : all_operations) {
            for (const bool literal : {false, true}) {
                std::vector<const Rule*> rules;
                for (const auto& rule : policy.rules_of(section)) {
                    if (rule.operations.has(operation) && rule.literal == literal) {
                        rules.push_back(&rule);
                    }
                }
                if (rules.size() > 1) {
                    Entries{report, policy, std::move(rules), is_message(operation)}.run();
                }
            }
        }
    }
    for (const auto operation : all_operations) {
        lint_idle(report, policy, operation);
    }
}

} // namespace mqttx::acl::lint_parts
