// SPDX-License-Identifier: Apache-2.0
#include "common/acl/beside.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/filter_set.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace mqttx::acl::lint_parts {

namespace {

bool knows(const PasswordFile* passwords, std::string_view name) {
    return passwords != nullptr &&
           std::any_of(passwords->users.begin(), passwords->users.end(), [&](const auto& user) {
               return user.name == name;
           });
}

/// The best certificate of each name: one in force goes before one that is not.
std::unordered_map<std::string_view, const ClientCertificate*>
by_name(const std::vector<ClientCertificate>& certificates) {
    std::unordered_map<std::string_view, const ClientCertificate*> names;
    for (const auto& certificate : certificates) {
        auto& known = names[certificate.name];
        if (known == nullptr || !known->expired.empty()) {
            known = &certificate;
        }
    }
    return names;
}

/// Whether any client may use a topic of the filter.
class Reach {
  public:
    Reach(const Policy& policy, Operation operation)
        : by_default_{policy.default_for(operation) == Effect::allow} {
        for (const auto& rule : policy.rules) {
            if (rule.effect == Effect::allow && rule.operations.has(operation)) {
                set_.add(
                    rule.has_variables ? wide_.emplace_back(any_name_in(rule.filter)) : rule.filter,
                    0
                );
            }
        }
    }

    [[nodiscard]] bool meets(std::string_view filter) const {
        return by_default_ || set_.overlapping(filter).has_value();
    }

  private:
    bool by_default_;
    topic::FilterSet set_;
    std::deque<std::string> wide_;
};

} // namespace

void lint_certificates(Report& report, const Policy& policy, const Beside& beside) {
    const auto names = by_name(*beside.certificates);
    for (const auto& subject : policy.subjects) {
        if (subject.anonymous || subject.name.empty() || knows(beside.passwords, subject.name)) {
            continue;
        }
        const auto known = names.find(subject.name);
        if (known == names.end()) {
            report.add(
                "A506",
                name_of(policy, subject),
                cat("no client certificate gives the user name ", in_quotes(subject.name)),
                "make one with mqttx cert client, or correct the name"
            );
        } else if (!known->second->expired.empty()) {
            report.add(
                "A506",
                name_of(policy, subject),
                cat("the certificate of ",
                    in_quotes(subject.name),
                    " expired on ",
                    known->second->expired),
                "renew it with mqttx cert client --force"
            );
        }
    }
    if (policy.common != no_index) {
        return; // everybody has the patterns
    }
    for (const auto& certificate : *beside.certificates) {
        if (policy.find(certificate.name) == nullptr) {
            report.add(
                "A506",
                {0, 0},
                cat("the client with the certificate of ",
                    in_quotes(certificate.name),
                    " has no rule and may do nothing"),
                "add rules for this user"
            );
        }
    }
}

void lint_protected_topics(
    Report& report, const Policy& policy, const std::vector<ProtectedTopic>& topics
) {
    const auto reading =
        policy.format == Format::dynsec ? Operation::subscribe : Operation::receive;
    const Reach writers{policy, Operation::publish};
    const Reach readers{policy, reading};
    for (const auto& topic : topics) {
        const bool written = writers.meets(topic.filter);
        if (written && readers.meets(topic.filter)) {
            continue;
        }
        report.add(
            "A511",
            {0, 0},
            cat("key ",
                in_quotes(topic.kid),
                " protects ",
                in_quotes(topic.filter),
                ", which nobody may ",
                written ? "read" : "write"),
            "correct the topics of the key, or of the rules"
        );
    }
}

} // namespace mqttx::acl::lint_parts
