// SPDX-License-Identifier: Apache-2.0
#include "common/acl/audience.hpp"
#include "common/acl/beside.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <unordered_set>

namespace mqttx::acl {

namespace lint_parts {

namespace {

/// Whether the file speaks of a user, or allows something to a client about whom nothing else is
/// known.
bool is_known(const Policy& policy, std::string_view user) {
    if (!policy.audience) {
        return policy.find(user) != nullptr;
    }
    const auto sections = policy.audience->matching({std::string{user}, std::nullopt});
    return policy.audience->names(user) ||
           std::any_of(sections.begin(), sections.end(), [&](std::uint32_t section) {
               const auto rules = policy.rules_of(policy.sections[section]);
               return std::any_of(rules.begin(), rules.end(), [](const Rule& rule) {
                   return rule.effect == Effect::allow;
               });
           });
}

template <typename Visit> void each_user(const Policy& policy, Visit visit) {
    for (const auto& subject : policy.subjects) {
        if (!subject.anonymous && !subject.name.empty()) {
            visit(subject);
        }
    }
}

void lint_anonymous_rules(Report& report, const Policy& policy, const MosquittoConf& conf) {
    const auto* anonymous = policy.find(std::nullopt);
    if (anonymous == nullptr || conf.lets_anonymous_in()) {
        return;
    }
    const auto rules =
        policy.rules_of(policy.sections[policy.links_of(*anonymous).front().section]);
    if (!rules.empty()) {
        report.add(
            "A312",
            place_of(policy, rules.front()),
            "rules for clients without a user name, whom mosquitto.conf does not let in",
            "write user before them, or pattern instead of topic if everyone was meant"
        );
    }
}

void lint_passwords(Report& report, const Policy& policy, const Beside& beside) {
    std::unordered_set<std::string_view> known;
    for (const auto& user : beside.passwords->users) {
        known.insert(user.name);
    }
    if (beside.certificates != nullptr) {
        for (const auto& certificate : *beside.certificates) {
            known.insert(certificate.name);
        }
    }
    each_user(policy, [&](const Subject& subject) {
        if (!known.contains(subject.name)) {
            report.add(
                "A501",
                name_of(policy, subject),
                cat("user ", in_quotes(subject.name), " has no line in the password file"),
                "add the user with mosquitto_passwd, or correct the name"
            );
        }
    });
}

void lint_subjects_of_certificates(Report& report, const Policy& policy) {
    each_user(policy, [&](const Subject& subject) {
        if (subject.name.find('=') == std::string_view::npos) {
            report.add(
                "A507",
                name_of(policy, subject),
                "with use_subject_as_username a user is named by the whole subject",
                cat("write it as the certificate has it, such as CN=", subject.name, ",O=...")
            );
        }
    });
}

} // namespace

void lint_mode(Report& report, unsigned mode, bool deployed) {
    constexpr unsigned others_write = 0002;
    constexpr unsigned others_read = 0004;
    if ((mode & others_write) != 0) {
        report.add("A504", {0, 0}, "everybody on this machine may change the file", "chmod o-w");
    } else if (deployed && (mode & others_read) != 0) {
        report
            .add(
                "A504",
                {0, 0},
                "everybody on this machine may read who may do what",
                "chmod 0640, the group that of the broker"
            )
            .severity = Severity::warning;
    }
}

Wanted as_used(Wanted wanted, const Beside& beside) {
    if (beside.conf != nullptr && beside.conf->is_true("use_username_as_clientid")) {
        wanted.ignore.emplace_back("A207"); // then a client id is as good as a name
    }
    switch (beside.target.value_or(Target::emqx)) {
    case Target::mosquitto_2_0:
        wanted.ignore.emplace_back("A203"); // replaced there, whatever 2.1 does
        break;
    case Target::dynsec_2_1:
        wanted.ignore.emplace_back("A415"); // of 2.0 alone
        [[fallthrough]];
    case Target::dynsec_2_0:
    case Target::vernemq:
        wanted.ignore.emplace_back("A203"); // A601 says it
        break;
    default:
        break;
    }
    return wanted;
}

void lint_beside(Report& report, const Policy& policy, const Beside& beside) {
    if (beside.target) {
        lint_target(report, policy, *beside.target);
    }
    if (beside.mode) {
        lint_mode(report, *beside.mode, beside.conf != nullptr);
    }
    const bool by_certificate = beside.conf != nullptr && beside.conf->names_by_certificate();
    if (beside.passwords != nullptr && !by_certificate) {
        lint_passwords(report, policy, beside);
    }
    if (beside.certificates != nullptr) {
        lint_certificates(report, policy, beside);
    }
    if (beside.protected_topics != nullptr) {
        lint_protected_topics(report, policy, *beside.protected_topics);
    }
    if (beside.directions != nullptr) {
        lint_directions(report, policy, *beside.directions);
    }
    if (beside.conf != nullptr) {
        lint_anonymous_rules(report, policy, *beside.conf);
        if (beside.conf->is_true("use_subject_as_username")) {
            lint_subjects_of_certificates(report, policy);
        }
    }
}

} // namespace lint_parts

Linted lint(const PasswordFile& passwords, const Policy& policy, const Wanted& wanted) {
    lint_parts::Report report{passwords.text, wanted};
    if (policy.common == no_index) { // or else everybody has the patterns
        for (const auto& user : passwords.users) {
            if (!lint_parts::is_known(policy, user.name)) {
                report.add(
                    "A502",
                    user.span,
                    cat("user ", in_quotes(user.name), " has no rule and may do nothing"),
                    "add rules for the user, or remove the password"
                );
            }
        }
    }
    return std::move(report).take();
}

Linted lint(const MosquittoConf& conf, const Policy& policy, const Wanted& wanted) {
    lint_parts::Report report{conf.text, wanted};
    const auto* acl_file = conf.find("acl_file");
    if (acl_file != nullptr && !policy.by_name.empty() && !conf.authenticates() &&
        conf.lets_anonymous_in()) {
        report.add(
            "A503",
            acl_file->span,
            "nothing proves who a client is: anybody may take the name of any user of this file",
            "set password_file, or a listener with use_identity_as_username"
        );
    }
    if (conf.is_true("per_listener_settings")) {
        const ConfSetting* open = nullptr; // a listener without acl_file so far
        const auto add = [&] {
            if (open != nullptr) {
                report.add(
                    "A505",
                    open->span,
                    "this listener has no acl_file: with per_listener_settings its clients may do "
                    "everything",
                    "give it an acl_file of its own"
                );
            }
        };
        for (const auto& setting : conf.settings) {
            if (setting.name == "listener") {
                add();
                open = &setting;
            } else if (setting.name == "acl_file" || setting.name == "plugin") {
                open = nullptr;
            }
        }
        add();
    }
    return std::move(report).take();
}

} // namespace mqttx::acl
