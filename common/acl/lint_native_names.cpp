// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_native.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace mqttx::acl::lint_parts {

namespace {

/// The user names of a file, each with the place that names it first.
class Names {
  public:
    explicit Names(const NativeFile& file) {
        for (const auto& role : file.roles) {
            for (std::size_t at = 0; at < role.members.size(); ++at) {
                add(role.members[at], role.member_spans[at]);
            }
        }
        for (const auto& rule : file.rules) {
            for (const auto& tests : rule.subject) {
                add(tests, rule.subject_span);
            }
        }
    }

    /// Those that may be refused in place of a variable, in their order.
    [[nodiscard]] const std::map<std::string_view, Span>& doubtful() const noexcept {
        return doubtful_;
    }

  private:
    void add(const Conjunction& tests, Span place) {
        for (const auto& test : tests) {
            for (const auto name : test.values) {
                if (test.key == SubjectKey::user && !fits_level(name, true)) {
                    doubtful_.emplace(name, place);
                }
            }
        }
    }

    std::map<std::string_view, Span> doubtful_;
};

/// The first user of a rule whose name is refused, and how many more there are.
struct Hit {
    std::string_view name;
    Span place;
    std::size_t more = 0;
};

/// What is said of the clients whom a rule is for and whose names its variable refuses.
void tell(Report& report, const Policy& policy, const Rule& rule, const Hit& hit) {
    const auto before = rule.filter.substr(0, rule.filter.find("${username}"));
    const auto others =
        hit.more == 0 ? std::string{} : cat(" (and ", hit.more, " more with such names)");
    auto& finding = report.add(
        "A208",
        place_of(policy, rule),
        rule.effect == Effect::allow ? cat("it never applies to user ",
                                           in_quotes(hit.name),
                                           others,
                                           ": the name cannot be one level of a topic")
                                     : cat("to user ",
                                           in_quotes(hit.name),
                                           others,
                                           " all of ",
                                           in_quotes(cat(before, '#')),
                                           " is denied: the name cannot be one level of a topic"),
        "give users names without '/', '+' and '#', and without '$' in front"
    );
    finding.related = Related{hit.place, "the user"};
}

void lint_refused_names(Report& report, const NativeFile& file, const Policy& policy) {
    const Names names{file};
    std::unordered_map<std::uint32_t, Hit> hits; // by the number of the rule
    for (const auto& [name, place] : names.doubtful()) {
        const Client client{std::string{name}, std::string{some_id}};
        for (const auto section : policy.audience->matching(client)) {
            const auto& rules = policy.sections[section];
            for (auto at = rules.first; at < rules.first + rules.count; ++at) {
                const auto& rule = policy.rules[at];
                if (rule.has_variables &&
                    rule.filter.find("${username}") != std::string_view::npos &&
                    !fits_level(name, rule.filter.starts_with("${username}")) &&
                    !hits.try_emplace(at, name, place).second) {
                    ++hits[at].more;
                }
            }
        }
    }
    for (std::uint32_t at = 0; at < policy.rules.size(); ++at) {
        if (const auto hit = hits.find(at); hit != hits.end()) {
            tell(report, policy, policy.rules[at], hit->second);
        }
    }
}

/// Allows that are for clients without a name alone, and speak of their name.
void lint_nameless(Report& report, const NativeFile& file, const Policy& policy) {
    for (std::size_t section = 0; section < policy.sections.size(); ++section) {
        const auto& subject = file.rules[section].subject;
        const bool nameless = std::all_of(subject.begin(), subject.end(), [](const auto& tests) {
            return std::any_of(tests.begin(), tests.end(), [](const SubjectTest& test) {
                return test.key == SubjectKey::anonymous;
            });
        });
        for (const auto& rule : policy.rules_of(policy.sections[section])) {
            if (nameless && rule.effect == Effect::allow && needs_a_known_name(rule.filter)) {
                report.add(
                    "A208",
                    place_of(policy, rule),
                    "it never applies: a client without a name has none for the variable",
                    "name the topics without a variable, or grant it to { authenticated = true }"
                );
            }
        }
    }
}

} // namespace

bool needs_a_known_name(std::string_view filter) {
    topic::Levels levels{filter};
    while (const auto level = levels.next()) {
        const auto variable = variable_in(*level);
        if (variable == Variable::username || variable == Variable::cert_cn) {
            return true;
        }
    }
    return false;
}

void lint_native_names(Report& report, const NativeFile& file, const Policy& policy) {
    lint_refused_names(report, file, policy);
    lint_nameless(report, file, policy);
}

} // namespace mqttx::acl::lint_parts
