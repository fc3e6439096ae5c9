// SPDX-License-Identifier: Apache-2.0
#include "common/acl/who_native.hpp"

#include "common/acl/decide.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/topic/levels.hpp"
#include "common/topic/match.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

/// Whether a topic stands below some levels.
bool begins_with(std::string_view topic, std::string_view levels) {
    const auto wide = std::string{levels} + '#';
    return topic::matches(wide, topic);
}

/// Sets what a variable must be; false when it must be something else already.
bool settle(std::optional<std::string_view>& name, std::string_view value) {
    if (name && *name != value) {
        return false;
    }
    name = value;
    return true;
}

/// The names with which a filter is the topic's; none when it is not.
std::optional<NativeGrant> solve(const Rule& rule, std::string_view topic) {
    NativeGrant grant{&rule};
    topic::Levels filter{rule.filter};
    topic::Levels levels{topic};
    std::string plain;
    for (bool first = true; const auto wanted = filter.next(); first = false) {
        plain += first ? "" : "/";
        const auto variable = variable_in(*wanted);
        const auto level = *wanted == "#" ? std::nullopt : levels.next();
        if (variable == Variable::none) {
            plain += *wanted;
            continue;
        }
        if (!level || !fits_level(*level, first)) {
            return std::nullopt;
        }
        auto& name = variable == Variable::username    ? grant.user
                     : variable == Variable::client_id ? grant.client_id
                                                       : grant.common_name;
        if (!settle(name, *level)) {
            return std::nullopt;
        }
        plain += *level;
    }
    return topic::matches(plain, topic) ? std::optional{grant} : std::nullopt;
}

/// The ways in which a rule is about a topic.
void collect(const Rule& rule, std::string_view topic, std::vector<NativeGrant>& found) {
    if (!rule.has_variables) {
        if (topic::matches(rule.filter, topic)) {
            found.push_back({&rule});
        }
        return;
    }
    if (const auto grant = solve(rule, topic)) {
        found.push_back(*grant);
    }
    if (rule.effect == Effect::allow) {
        return;
    }
    topic::Levels filter{rule.filter};
    std::size_t before = 0;
    while (const auto level = filter.next()) {
        if (variable_in(*level) != Variable::none &&
            begins_with(topic, with_any_names(rule.filter.substr(0, before)))) {
            found.push_back({.rule = &rule, .unusable = *level});
        }
        before += level->size() + 1;
    }
}

/// Looks whether a grant lets anybody do it, denies and all.
class Survivors {
  public:
    Survivors(const Policy& policy, Operation operation, std::string_view topic)
        : policy_{policy}, decider_{policy, Broker::strict}, operation_{operation}, topic_{topic} {}

    bool has_any(const NativeGrant& grant) {
        const auto names = names_of(grant);
        const auto subjects =
            without_roles(*policy_.audience, policy_.audience->set(grant.rule->section), most);
        if (subjects.size() == most || !names) {
            return true; // not looked at to the end
        }
        return std::any_of(subjects.begin(), subjects.end(), [&](const Conjunction& tests) {
            const std::array<const Conjunction*, 2> together{&tests, &*names};
            const auto clients = clients_of({}, together, most);
            return clients.size() == most ||
                   std::any_of(clients.begin(), clients.end(), [&](const Client& client) {
                       return lets_some(grant, client);
                   });
        });
    }

  private:
    static constexpr std::size_t most = 1'000;

    /// The names that the topic asks for; none when one would be read as a glob.
    static std::optional<Conjunction> names_of(const NativeGrant& grant) {
        Conjunction names;
        bool literal = true;
        const auto add = [&](SubjectKey key, const std::optional<std::string_view>& name) {
            if (name) {
                literal = literal && name->find('*') == std::string_view::npos;
                names.push_back({key, {*name}});
            }
        };
        add(SubjectKey::user, grant.user);
        add(SubjectKey::client_id, grant.client_id);
        add(SubjectKey::cert_cn, grant.common_name);
        return literal ? std::optional{names} : std::nullopt;
    }

    /// With no name but those asked for, and with more of them: what is denied to clients without
    /// a name is not denied to others.
    bool lets_some(const NativeGrant& grant, const Client& least) {
        for (unsigned more = 0; more < 8; ++more) {
            auto client = least;
            if ((more & 1U) == 0 && !client.id) {
                client.id = some_id;
            }
            if ((more & 2U) != 0 && !client.user) {
                client.user = some_user;
            }
            if ((more & 4U) != 0 && !client.certificate) {
                client.certificate = CertificateNames{std::string{some_cn}, {}, {}};
            }
            const auto sections = policy_.audience->matching(client);
            if (std::binary_search(sections.begin(), sections.end(), grant.rule->section) &&
                is_allowed(client)) {
                return true;
            }
        }
        return false;
    }

    bool is_allowed(const Client& client) {
        if (operation_ != Operation::publish) {
            return decider_.allows(client, {.operation = operation_}, topic_);
        }
        for (int qos = 0; qos <= 2; ++qos) {
            for (const bool retain : {false, true}) {
                if (decider_.allows(client, {operation_, qos, retain}, topic_)) {
                    return true;
                }
            }
        }
        return false;
    }

    const Policy& policy_;
    Decider decider_;
    Operation operation_;
    std::string_view topic_;
};

} // namespace

NativeWho native_who(const Policy& policy, Operation operation, std::string_view topic) {
    NativeWho who;
    for (const auto& rule : policy.rules) {
        if (rule.operations.has(operation)) {
            collect(rule, topic, rule.effect == Effect::deny ? who.denied : who.allowed);
        }
    }
    if (policy.format == Format::native) { // others have conditions of which we make no client
        Survivors survivors{policy, operation, topic};
        std::erase_if(who.allowed, [&](const auto& grant) { return !survivors.has_any(grant); });
    }
    if (who.allowed.empty()) {
        who.denied.clear();
    }
    return who;
}

} // namespace mqttx::acl
