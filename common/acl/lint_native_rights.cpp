// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_native.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"

#include <algorithm>
#include <unordered_set>

namespace mqttx::acl::lint_parts {

namespace {

enum class Who { everybody, anonymous, known, privileged };

/// The widest circle a subject lets in.
Who who_is(const NativeRule& rule) {
    Who widest = Who::known;
    for (const auto& tests : rule.subject) {
        if (tests.size() == 1 && tests.front().key == SubjectKey::any) {
            return Who::everybody;
        }
        for (const auto& test : tests) {
            widest = test.key == SubjectKey::anonymous ? Who::anonymous : widest;
        }
    }
    return widest == Who::known && is_privileged(rule.subject) ? Who::privileged : widest;
}

class Rights {
  public:
    Rights(Report& report, const Policy& policy, Who who)
        : report_{report}, policy_{policy}, who_{who} {}

    void lint(const Rule& rule) {
        const bool writes = rule.operations.has(Operation::publish);
        // whoever has no name has none for the variable either
        const bool open =
            (who_ == Who::everybody || who_ == Who::anonymous) && !needs_a_known_name(rule.filter);
        if (rule.filter.starts_with('$')) {
            lint_reserved(rule, writes);
        } else if (topic::canonical(rule.filter) == "#") {
            lint_everything(rule, writes);
        } else if (open && writes) {
            add("A404",
                rule,
                "whoever can connect, also without a name, may publish here",
                "give writers a user name and a password or a certificate");
        } else if (who_ != Who::privileged && is_nearly_everything(rule.filter)) {
            add("A403",
                rule,
                "nearly every topic: no level is named",
                "name the topics that are needed");
        } else if (open && rule.filter.ends_with("/#")) {
            add("A405",
                rule,
                "whoever can connect without a name may read this whole tree",
                "let users read it, unless it is meant to be public");
        }
        if (writes && who_ == Who::known && !rule.has_variables &&
            is_status_of_others(rule.filter)) {
            add("A410",
                rule,
                "every client's status may be written here, also that of others",
                "let each client write its own: .../${username}/...")
                .witness = topic_in(rule.filter);
        }
    }

  private:
    Finding& add(std::string_view id, const Rule& rule, std::string message, std::string help) {
        return report_.add(id, place_of(policy_, rule), std::move(message), std::move(help));
    }

    void lint_everything(const Rule& rule, bool writes) {
        if (who_ == Who::privileged) {
            return;
        }
        const std::string_view who = who_ == Who::everybody   ? "every client may "
                                     : who_ == Who::anonymous ? "clients without a name may "
                                                              : "this subject may ";
        auto& finding =
            add(writes ? "A401" : "A402",
                rule,
                cat(who, writes ? "publish to every topic" : "read every topic"),
                "name the topics that are needed");
        if (who_ != Who::known && writes) {
            finding.severity = Severity::error;
        } else if (who_ == Who::known && !writes) {
            finding.severity = Severity::info;
        }
    }

    void lint_reserved(const Rule& rule, bool writes) {
        const auto root = rule.filter.substr(0, rule.filter.find('/'));
        if (root == "$CONTROL" && who_ != Who::privileged) {
            add("A407",
                rule,
                "$CONTROL topics change the broker itself: its users, roles and permissions",
                "leave them to an administrator");
        } else if (root == "$SYS" && writes && !rule.filter.starts_with("$SYS/broker/connection/")) {
            add("A406",
                rule,
                "Mosquitto lets nobody publish to $SYS topics, whatever a rule says",
                "grant subscribe alone");
        }
    }

    Report& report_;
    const Policy& policy_;
    Who who_;
};

} // namespace

void lint_native_rights(Report& report, const NativeFile& file, const Policy& policy) {
    for (std::size_t section = 0; section < policy.sections.size(); ++section) {
        if (file.rules[section].effect == Effect::deny) {
            continue;
        }
        Rights rights{report, policy, who_is(file.rules[section])};
        for (const auto& rule : policy.rules_of(policy.sections[section])) {
            rights.lint(rule);
        }
    }
}

void lint_native_beside(
    Report& report, const NativeFile& file, const Policy& policy, const Beside& beside
) {
    if (beside.protected_topics != nullptr) {
        lint_protected_topics(report, policy, *beside.protected_topics);
    }
    if (beside.directions != nullptr) {
        lint_directions(report, policy, *beside.directions);
    }
    if (beside.mode) {
        lint_mode(report, *beside.mode, beside.conf != nullptr);
    }
    if (beside.passwords == nullptr ||
        (beside.conf != nullptr && beside.conf->names_by_certificate())) {
        return;
    }
    std::unordered_set<std::string_view> known;
    for (const auto& user : beside.passwords->users) {
        known.insert(user.name);
    }
    const auto look_at = [&](const std::vector<Conjunction>& any_of, const auto& place) {
        for (std::size_t at = 0; at < any_of.size(); ++at) {
            for (const auto& test : any_of[at]) {
                for (const auto name : test.values) {
                    if (test.key == SubjectKey::user && known.insert(name).second) {
                        report.add(
                            "A501",
                            place(at),
                            cat("user ", in_quotes(name), " has no line in the password file"),
                            "add the user with mosquitto_passwd, or correct the name"
                        );
                    }
                }
            }
        }
    };
    for (const auto& role : file.roles) {
        look_at(role.members, [&](std::size_t at) { return role.member_spans[at]; });
    }
    for (const auto& rule : file.rules) {
        look_at(rule.subject, [&](std::size_t) { return rule.subject_span; });
    }
}

} // namespace mqttx::acl::lint_parts
