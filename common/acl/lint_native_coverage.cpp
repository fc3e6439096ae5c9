// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_native.hpp"
#include "common/acl/lint_ranked.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace mqttx::acl::lint_parts {

namespace {

constexpr std::array operations{Operation::publish, Operation::receive};

/// The rules of a file for the same subject.
struct Group {
    Rules allows;
    Rules denies;
};

/// Rules that differ by topic and operation alone.
using Alike = std::map<std::uint32_t, Rules>;

std::uint32_t likeness(const Rule& rule) {
    return std::uint32_t{rule.qos} | static_cast<std::uint32_t>(rule.retain) << 8U |
           static_cast<std::uint32_t>(rule.share) << 12U;
}

class Coverage {
  public:
    Coverage(Report& report, const Policy& policy) : report_{report}, policy_{policy} {}

    /// `common` are the denies that are for everybody.
    void run(const Group& group, const Rules& common) {
        lint_needless(group.allows);
        lint_needless(group.denies);
        if (group.denies.empty() && common.empty()) {
            return;
        }
        auto wide = group.denies;
        wide.insert(wide.end(), common.begin(), common.end());
        std::erase_if(wide, [](const Rule* rule) {
            return rule->qos != 0b111 || rule->retain != RetainRule::any;
        });
        const Ranked denies{std::move(wide)};
        for (const auto* allow : group.allows) {
            lint_dead(*allow, denies);
        }
        lint_crossing(group);
    }

    void lint_idle(const Rules& denies, const Rules& allows) {
        if (denies.empty()) {
            return;
        }
        topic::FilterSet granted;
        std::deque<std::string> widened;
        const auto wide = [&](const Rule& rule) -> std::string_view {
            return rule.has_variables ? widened.emplace_back(any_name_in(rule.filter))
                                      : rule.filter;
        };
        for (const auto* allow : allows) {
            granted.add(wide(*allow), 0);
        }
        for (const auto* deny : denies) {
            if (!granted.overlapping(wide(*deny))) {
                report_.add(
                    "A308",
                    place_of(policy_, *deny),
                    "this deny has no effect: nothing that is allowed meets it",
                    "remove it, or correct its topic"
                );
            }
        }
    }

  private:
    void lint_needless(const Rules& rules) {
        if (rules.size() < 2) {
            return;
        }
        Alike alike;
        for (const auto* rule : rules) {
            if (rule->share != ShareRule::groups) {
                alike[likeness(*rule)].push_back(rule);
            }
        }
        for (auto& [key, some] : alike) {
            const Ranked ranked{std::move(some)};
            for (std::size_t rank = 1; rank < ranked.rules().size(); ++rank) {
                lint_needless(ranked, rank);
            }
        }
    }

    void lint_needless(const Ranked& ranked, std::size_t rank) {
        const auto& rule = *ranked.rules()[rank];
        if (const auto* other = ranked.single(rule, rank)) {
            const bool same = rule.operations == other->operations &&
                              topic::equivalent(rule.filter, other->filter);
            report_
                .add(
                    same ? "A301" : "A302",
                    place_of(policy_, rule),
                    same ? "the same once more" : "needless: another topic has all of it",
                    "remove it"
                )
                .related = Related{place_of(policy_, *other), same ? "the first one" : "this one"};
        } else if (ranked.covers(rule, rank)) {
            report_.add(
                "A303",
                place_of(policy_, rule),
                "needless: other topics together have all of it",
                "remove it"
            );
        }
    }

    void lint_dead(const Rule& allow, const Ranked& denies) {
        const auto count = denies.rules().size();
        const bool dead =
            count > 0 && std::all_of(operations.begin(), operations.end(), [&](auto operation) {
                return !allow.operations.has(operation) ||
                       !denies.uncovered(allow.filter, operation, count);
            });
        if (!dead) {
            return;
        }
        auto& finding = report_.add(
            "A304",
            place_of(policy_, allow),
            "this grants nothing: what it allows is all denied, and a deny goes first",
            "remove one of them, or narrow the deny"
        );
        if (const auto* deny = denies.meeting(allow.filter)) {
            finding.related = Related{place_of(policy_, *deny), "denied here"};
        }
        finding.witness = cat(topic_in(allow.filter), " is denied");
    }

    void lint_crossing(const Group& group) {
        constexpr std::size_t most_pairs = 4096;
        if (group.allows.size() * group.denies.size() > most_pairs) {
            return;
        }
        for (const auto* deny : group.denies) {
            for (const auto* allow : group.allows) {
                const auto common = topic::meet(allow->filter, deny->filter);
                if (!common || topic::contains(allow->filter, deny->filter) ||
                    topic::contains(deny->filter, allow->filter)) {
                    continue;
                }
                auto& finding = report_.add(
                    "A306", place_of(policy_, *allow), "part of what this allows is denied"
                );
                finding.related = Related{place_of(policy_, *deny), "denied here"};
                finding.witness = cat(topic_in(*common), " is denied");
            }
        }
    }

    Report& report_;
    const Policy& policy_;
};

} // namespace

std::string subject_key(const NativeRule& rule) {
    std::vector<std::string> parts;
    for (const auto& tests : rule.subject) {
        std::vector<std::string> words;
        for (const auto& test : tests) {
            auto values = test.values;
            std::sort(values.begin(), values.end());
            std::string word{static_cast<char>('a' + static_cast<int>(test.key))};
            for (const auto value : values) {
                word += value;
                word += '\0';
            }
            words.push_back(std::move(word));
        }
        std::sort(words.begin(), words.end());
        std::string part;
        for (const auto& word : words) {
            part += word + '\1';
        }
        parts.push_back(std::move(part));
    }
    std::sort(parts.begin(), parts.end());
    std::string key;
    for (const auto& part : parts) {
        key += part + '\2';
    }
    return key;
}

void lint_native_coverage(Report& report, const NativeFile& file, const Policy& policy) {
    std::unordered_map<std::string, std::size_t> numbers;
    std::vector<Group> groups; // in the order of the file
    Rules allows;
    Rules denies;
    Rules for_all;
    for (std::uint32_t section = 0; section < policy.sections.size(); ++section) {
        const auto& native = file.rules[section];
        const auto [found, is_new] = numbers.try_emplace(subject_key(native), groups.size());
        if (is_new) {
            groups.emplace_back();
        }
        auto& group = groups[found->second];
        const bool everybody =
            std::any_of(native.subject.begin(), native.subject.end(), [](const Conjunction& tests) {
                return tests.size() == 1 && tests.front().key == SubjectKey::any;
            });
        for (const auto& rule : policy.rules_of(policy.sections[section])) {
            const bool deny = rule.effect == Effect::deny;
            (deny ? group.denies : group.allows).push_back(&rule);
            (deny ? denies : allows).push_back(&rule);
            if (deny && everybody) {
                for_all.push_back(&rule);
            }
        }
    }
    Coverage coverage{report, policy};
    const auto everybody = numbers.find(subject_key({.subject = {{{.key = SubjectKey::any}}}}));
    for (std::size_t at = 0; at < groups.size(); ++at) {
        const bool own = everybody != numbers.end() && everybody->second == at;
        coverage.run(groups[at], own ? Rules{} : for_all);
    }
    coverage.lint_idle(denies, allows);
}

} // namespace mqttx::acl::lint_parts
