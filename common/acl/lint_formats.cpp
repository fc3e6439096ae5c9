// SPDX-License-Identifier: Apache-2.0
#include "common/acl/accepted.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

using namespace lint_parts;

std::string_view title_of(const Policy& policy) {
    return policy.format == Format::emqx ? "EMQX" : "HiveMQ";
}

void take_all(Report& report, const std::vector<Finding>& findings) {
    for (const auto& finding : findings) {
        report.add(finding.id, finding.span, finding.message, finding.help) = finding;
    }
}

/// A topic by itself; such a rule matches nothing.
void lint_filter(Report& report, std::string_view filter, Span place, std::string_view title) {
    if (const auto fault = topic::topic_filter_fault(filter)) {
        report.add(
            "A101", place, cat("no topic filter: ", *fault, "; ", title, " lets it match nothing")
        );
    }
}

bool is_for_everybody(const Policy& policy, const Rule& rule) {
    const auto& set = policy.audience->set(rule.section);
    return std::any_of(set.begin(), set.end(), [](const Conjunction& tests) {
        return std::all_of(tests.begin(), tests.end(), [](const SubjectTest& test) {
            return test.key == SubjectKey::any;
        });
    });
}

/// Whether a rule is for everybody another one is for, as far as it shows at once.
bool is_for_those_of(const Policy& policy, const Rule& rule, const Rule& other) {
    const auto& name = policy.sections[rule.section].name;
    return is_for_everybody(policy, rule) ||
           (!name.empty() && name == policy.sections[other.section].name);
}

/// Whether another rule allows the wider filter, or a rule in front refuses its very text.
bool is_settled(const Policy& policy, const Rule& rule, std::string_view wider) {
    return std::any_of(policy.rules.begin(), policy.rules.end(), [&](const Rule& other) {
        const bool refuses = other.literal && other.effect == Effect::deny && &other < &rule &&
                             other.filter == wider && is_for_everybody(policy, other);
        const bool allows = !other.literal && other.effect == Effect::allow &&
                            other.section != rule.section && is_for_those_of(policy, other, rule) &&
                            other.operations.has(Operation::subscribe) &&
                            topic::contains(any_name_in(other.filter), wider);
        return other.operations.has(Operation::subscribe) && (refuses || allows);
    });
}

/// "x/+" allows a SUBSCRIBE to "x/#".
void lint_last_level(Report& report, const Policy& policy, const Rule& rule) {
    const auto shown = wider_subscription(rule.filter);
    if (!shown || rule.literal || rule.effect == Effect::deny ||
        !rule.operations.has(Operation::subscribe)) {
        return;
    }
    const auto wider = any_name_in(*shown);
    if (is_settled(policy, rule, wider)) {
        return;
    }
    const auto narrow = any_name_in(rule.filter);
    const std::array<std::string_view, 1> covers{narrow};
    report
        .add(
            "A413",
            rule.span,
            cat(title_of(policy),
                " takes the filter of a SUBSCRIBE for a topic: ",
                in_quotes(*shown),
                " is allowed too"),
            "name the last level, or expect the whole tree to be read"
        )
        .witness = cat(topic::uncovered(wider, covers).value_or(""), " is delivered");
}

/// A SUBSCRIBE with the filter of an allow behind it is no topic of the deny.
void lint_evaded(Report& report, const Policy& policy, const Rule& deny) {
    constexpr std::ptrdiff_t most_rules = 1000; // each deny goes through them
    if (deny.effect != Effect::deny || deny.literal || !deny.operations.has(Operation::subscribe)) {
        return;
    }
    const auto* const end = policy.rules.data() + policy.rules.size();
    const auto* const begin = &deny + 1;
    const auto* const last = begin + std::min(end - begin, most_rules);
    const auto denied = any_name_in(deny.filter);
    const auto* const wider = std::find_if(begin, last, [&](const Rule& rule) {
        const auto allowed = any_name_in(rule.filter);
        return rule.effect == Effect::allow && rule.section != deny.section &&
               rule.operations.has(Operation::subscribe) && !rule.literal &&
               topic::overlaps(allowed, denied) && !topic::contains(denied, allowed);
    });
    if (wider == last) {
        return;
    }
    report
        .add(
            "A412",
            deny.span,
            cat(title_of(policy),
                " looks at the SUBSCRIBE alone: one to a filter of ",
                in_quotes(wider->filter),
                " with a wildcard where this one has a name evades this deny"),
            "allow only what is meant, topic by topic"
        )
        .related = Related{wider->span, "allowed here"};
}

/// A rule that comes after another about at least the same clients, topics and actions.
void lint_unreachable(Report& report, const Policy& policy) {
    std::vector<const Rule*> catch_all;
    for (const auto& rule : policy.rules) {
        const auto earlier =
            std::find_if(catch_all.begin(), catch_all.end(), [&](const Rule* known) {
                const bool about_all =
                    (known->operations | rule.operations) == known->operations &&
                    (known->qos | rule.qos) == known->qos &&
                    (known->retain == RetainRule::any || known->retain == rule.retain);
                return about_all && known->section != rule.section && !rule.literal &&
                       topic::contains(known->filter, any_name_in(rule.filter));
            });
        if (earlier != catch_all.end()) {
            report
                .add(
                    "A307", rule.span, "no client comes to this rule: an earlier one decides first"
                )
                .related = Related{(*earlier)->span, "this one"};
        }
        if (is_for_everybody(policy, rule) && !rule.literal && !rule.has_variables) {
            catch_all.push_back(&rule);
        }
    }
}

} // namespace

Linted lint(const EmqxFile& file, const Wanted& wanted) {
    Report report{file.document.text, wanted};
    take_all(report, file.faults);
    if (!file.faults.empty()) {
        return std::move(report).take();
    }
    if (file.rules.empty()) {
        report.add("A510", {0, 0}, "the file holds no rule");
    }
    for (const auto& regex : file.loose) {
        report.add(
            "A414",
            regex.span,
            cat("the regular expression ", in_quotes(regex.text), " matches within names too"),
            "begin it with ^ and end it with $"
        );
    }
    for (const auto& rule : file.rules) {
        for (const auto& topic : rule.topics) {
            if (!topic.equal) {
                lint_filter(report, topic.filter, topic.span, "EMQX");
            }
        }
    }
    const auto policy = policy_of(file);
    for (const auto& rule : policy.rules) {
        lint_last_level(report, policy, rule);
        lint_evaded(report, policy, rule);
    }
    lint_unreachable(report, policy);
    return std::move(report).take();
}

Linted lint(const HivemqFile& file, const Wanted& wanted) {
    Report report{file.document.text, wanted};
    take_all(report, file.faults);
    take_all(report, file.notices);
    if (!file.faults.empty()) {
        return std::move(report).take();
    }
    for (const auto& user : file.users) {
        if (!user.password.empty() && user.password.find(':') == std::string::npos) {
            report.add(
                "A416",
                user.password_span,
                "this is no hash: the password stands here as it is",
                "hash it with the extension's password generator"
            );
        }
    }
    const auto policy = policy_of(file);
    for (const auto& role : file.roles) {
        for (const auto& permission : role.permissions) {
            lint_filter(report, permission.topic, permission.topic_span, "HiveMQ");
        }
    }
    for (const auto& rule : policy.rules) {
        lint_last_level(report, policy, rule);
    }
    return std::move(report).take();
}

} // namespace mqttx::acl
