// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_native.hpp"

#include "common/acl/acl_file.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/suppression.hpp"
#include "common/base/text.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <unordered_set>

namespace mqttx::acl {

namespace {

using namespace lint_parts;

/// The characters of a string; none when it is spelt with escapes.
std::optional<Span> inner_span(const NativeTopic& topic, std::string_view text) {
    const Span inner{topic.span.begin + 1, topic.span.end - 1};
    return inner.in(text) == topic.filter ? std::optional{inner} : std::nullopt;
}

void lint_topics(Report& report, const NativeRule& rule) {
    for (const auto& topic : rule.topics) {
        if (const auto inner = inner_span(topic, report.text())) {
            lint_levels(report, *inner);
        } else if (const auto doubtful = topic::doubtful_character(topic.filter)) {
            report.add(
                "A019",
                topic.span,
                cat("control character ",
                    *doubtful,
                    ": Mosquitto closes the connection of a client that uses it, the rule never "
                    "applies")
            );
        }
        if (const auto slashes = std::count(topic.filter.begin(), topic.filter.end(), '/');
            static_cast<std::size_t>(slashes) > most_slashes) {
            report.add(
                "A105",
                topic.span,
                cat("a topic with ", slashes, " slashes, Mosquitto takes at most ", most_slashes)
            );
        }
        topic::Levels levels{topic.filter};
        while (const auto level = levels.next()) {
            if (*level == "%u" || *level == "%c" || *level == "%m") {
                report
                    .add(
                        "A204",
                        topic.span,
                        cat('\'', *level, "' is a literal level here"),
                        cat("write ", *level == "%u" ? "${username}" : "${client-id}")
                    )
                    .severity = Severity::warning;
            }
        }
        if (rule.effect == Effect::allow &&
            variable_in(topic.filter.substr(0, topic.filter.find('/'))) != Variable::none) {
            report.add(
                "A206",
                topic.span,
                "a client with the name of another tree owns that tree",
                "put a literal level in front of the variable"
            );
        }
    }
}

bool is_by_client_id_alone(const NativeRule& rule) {
    return std::any_of(rule.subject.begin(), rule.subject.end(), [](const Conjunction& tests) {
        return std::all_of(tests.begin(), tests.end(), [](const SubjectTest& test) {
            return test.key == SubjectKey::client_id;
        });
    });
}

void lint_subject(Report& report, const NativeRule& rule) {
    if (is_by_client_id_alone(rule)) {
        const bool deny = rule.effect == Effect::deny;
        if (deny) {
            report.add(
                "A210",
                rule.subject_span,
                "clients choose their client id themselves: with another one this deny is evaded",
                "deny by user or certificate, or allow only what is meant"
            );
        } else if (rule.publish) {
            report.add(
                "A207",
                rule.subject_span,
                "clients choose their client id themselves: it tells nothing about who publishes",
                "ask for a user or a certificate beside it"
            );
        }
    }
    for (const auto& tests : rule.subject) {
        for (const auto& test : tests) {
            if (test.key != SubjectKey::user) {
                continue;
            }
            for (const auto name : test.values) {
                if (name.find('*') != std::string_view::npos) {
                    report.add(
                        "A013",
                        rule.subject_span,
                        cat("one user named ", in_quotes(name), ", nobody else"),
                        "globs are for certificate names and client ids; every user is "
                        "{ authenticated = true }"
                    );
                } else if (const auto doubtful = topic::doubtful_character(name)) {
                    report.add(
                        "A019",
                        rule.subject_span,
                        cat("control character ", *doubtful, " in a user name: no client has it")
                    );
                } else if (const auto why = placeholder_in(name); !why.empty()) {
                    report.add(
                        "A508", rule.subject_span, cat("the user name ", in_quotes(name), ' ', why)
                    );
                }
            }
        }
    }
}

void lint_qos(Report& report, const NativeRule& rule) {
    if (rule.effect == Effect::deny && rule.subscribe && rule.qos != 0b111) {
        report.add(
            "A324",
            rule.qos_span,
            "a subscription is denied at some QoS alone: asked for at another it is granted, and "
            "nothing is delivered",
            "leave out qos, so that the deny is about all"
        );
    }
}

void lint_unused_roles(Report& report, const NativeFile& file) {
    std::unordered_set<std::uint32_t> used;
    const auto note = [&](const Conjunction& tests) {
        for (const auto& test : tests) {
            used.insert(test.roles.begin(), test.roles.end());
        }
    };
    for (const auto& rule : file.rules) {
        std::for_each(rule.subject.begin(), rule.subject.end(), note);
    }
    for (const auto& role : file.roles) {
        std::for_each(role.members.begin(), role.members.end(), note);
    }
    for (std::uint32_t number = 0; number < file.roles.size(); ++number) {
        const auto& role = file.roles[number];
        if (!used.contains(number)) {
            report.add("A322", role.span, cat("no rule speaks of role ", in_quotes(role.name)));
        } else if (role.members.empty()) {
            report.add("A322", role.span, cat("role ", in_quotes(role.name), " has no members"));
        }
    }
}

void lint_meaning(Report& report, const NativeFile& file, const Beside& beside) {
    for (const auto& rule : file.rules) {
        lint_topics(report, rule);
        lint_subject(report, rule);
        lint_qos(report, rule);
    }
    if (file.rules.empty()) {
        report.add("A510", {0, 0}, "the file holds no rule: every client is denied everything");
    }
    lint_unused_roles(report, file);
    const auto policy = policy_of(file);
    lint_native_names(report, file, policy);
    lint_native_coverage(report, file, policy);
    lint_native_rights(report, file, policy);
    lint_similar(report, policy);
    lint_flows(report, policy);
    lint_native_beside(report, file, policy, beside);
}

} // namespace

Linted lint(const NativeFile& file, const Wanted& wanted, const Beside& beside) {
    const auto suppressions = suppressions_of(file);
    const auto text = file.toml.text;
    Report report{text, wanted, !suppressions.empty()};
    for (const auto& fault : file.faults) {
        report.add(fault.id, fault.span, fault.message, fault.help) = fault;
    }
    if (!file.faults.empty()) { // a comment cannot make such a file one that is taken
        return std::move(report).take();
    }
    lint_meaning(report, file, beside);
    return suppress(text, suppressions, std::move(report).take(), wanted);
}

} // namespace mqttx::acl
