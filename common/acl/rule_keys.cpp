// SPDX-License-Identifier: Apache-2.0
#include "common/acl/rule_keys.hpp"

#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <functional>

namespace mqttx::acl {

namespace {

std::uint64_t hash_of(std::string_view text) {
    return std::hash<std::string_view>{}(text);
}

/// Subjects as text, roles by what their members are.
class SubjectText {
  public:
    explicit SubjectText(const Audience& audience)
        : audience_{audience}, roles_(audience.roles().size()) {}

    std::string of(const std::vector<Conjunction>& any_of) {
        std::vector<std::string> parts;
        for (const auto& tests : any_of) {
            parts.push_back(of(tests));
        }
        return joined(std::move(parts), '\2');
    }

  private:
    std::string of(const Conjunction& tests) {
        std::vector<std::string> words;
        for (const auto& test : tests) {
            std::vector<std::string> values;
            for (const auto role : test.roles) {
                values.push_back(role_text(role));
            }
            if (test.roles.empty()) {
                values.assign(test.values.begin(), test.values.end());
            }
            words.push_back(
                static_cast<char>('a' + static_cast<int>(test.key)) +
                joined(std::move(values), '\0')
            );
        }
        return joined(std::move(words), '\1');
    }

    const std::string& role_text(std::uint32_t role) {
        auto& text = roles_[role];
        if (text.empty()) {
            const auto& known = audience_.roles()[role];
            text = known.members.empty() ? std::string{known.name} // an unknown condition, maybe
                                         : std::to_string(hash_of(of(known.members)));
        }
        return text;
    }

    static std::string joined(std::vector<std::string> parts, char separator) {
        std::sort(parts.begin(), parts.end());
        std::string all;
        for (const auto& part : parts) {
            all.append(part).append(1, separator);
        }
        return all;
    }

    const Audience& audience_;
    std::vector<std::string> roles_;
};

std::string said_by(const Policy& policy, const Rule& rule, std::string_view subject) {
    std::string text{topic::canonical(rule.filter)};
    text += '\3';
    text += static_cast<char>('0' + static_cast<int>(rule.effect));
    for (const auto operation : all_operations) {
        text += rule.operations.has(operation) ? 'y' : 'n';
    }
    text += static_cast<char>('0' + rule.qos);
    text += static_cast<char>('0' + static_cast<int>(rule.retain));
    if (rule.effect == Effect::allow && rule.operations.has(Operation::subscribe)) {
        text += static_cast<char>('0' + static_cast<int>(rule.share));
    }
    if (const auto groups = policy.share_groups.find(rule.section);
        groups != policy.share_groups.end()) {
        for (const auto group : groups->second) {
            text.append(1, '\4').append(group);
        }
    }
    return text.append(1, '\5').append(subject);
}

} // namespace

RuleKeys::RuleKeys(const Policy& policy) : policy_{policy} {
    rules_.reserve(policy.rules.size());
    subjects_.resize(policy.sections.size());
    if (policy.audience) {
        SubjectText text{*policy.audience};
        for (std::uint32_t section = 0; section < subjects_.size(); ++section) {
            subjects_[section] = text.of(policy.audience->set(section));
        }
    }
    for (const auto& rule : policy.rules) {
        const std::string_view subject = subjects_[rule.section];
        const auto key = hash_of(said_by(policy, rule, subject));
        rules_.push_back({&rule, policy.audience.get(), rule.section, subject, key});
        keys_.insert(key);
    }
}

std::vector<std::uint64_t> RuleKeys::of(const Client& client) const {
    std::vector<std::uint64_t> keys;
    for (const auto number : policy_.audience->matching(client)) {
        const auto& section = policy_.sections[number];
        for (auto at = section.first; at < section.first + section.count; ++at) {
            keys.push_back(rules_[at].key);
        }
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::vector<SubjectRule> missing_in(const RuleKeys& other, const RuleKeys& of) {
    std::vector<SubjectRule> missing;
    for (const auto& rule : of.rules()) {
        if (!other.has(rule.key)) {
            missing.push_back(rule);
        }
    }
    return missing;
}

std::string with_any_names(std::string_view filter) {
    std::string wide;
    topic::Levels levels{filter};
    for (bool first = true; const auto level = levels.next(); first = false) {
        wide.append(first ? "" : "/");
        wide.append(holds_native_variable(*level) ? "+" : *level);
    }
    return wide;
}

bool asks_for_certificates(const Policy& policy) {
    const auto& audience = *policy.audience;
    return audience.looks_at(SubjectKey::cert_cn) || audience.looks_at(SubjectKey::cert_san) ||
           audience.looks_at(SubjectKey::cert_issuer) ||
           std::any_of(policy.rules.begin(), policy.rules.end(), [](const Rule& rule) {
               return rule.has_variables && rule.filter.find("${cert-cn}") != rule.filter.npos;
           });
}

std::string widest_topics(const Rule& rule) {
    if (rule.effect == Effect::allow || !rule.has_variables) {
        return with_any_names(rule.filter);
    }
    return with_any_names(rule.filter.substr(0, rule.filter.find("${"))) + '#';
}

} // namespace mqttx::acl
