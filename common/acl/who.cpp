// SPDX-License-Identifier: Apache-2.0
#include "common/acl/who.hpp"

#include "common/acl/binding.hpp"
#include "common/acl/decide.hpp"
#include "common/topic/match.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace mqttx::acl {

namespace {

/// The names in rules that can make a difference to a topic: which user names, and for each, and
/// for all of them together, which client ids.
struct Candidates {
    using Names = std::set<std::string_view>;

    std::map<std::string_view, Names> users;
    Names ids; ///< whatever the user name

    void add(const Binding& binding) {
        if (binding.user) {
            auto& with = users[*binding.user];
            if (binding.id) {
                with.insert(*binding.id);
            }
        } else if (binding.id) {
            ids.insert(*binding.id);
        }
    }
};

/// Whether a rule can have a say about the topic; notes the names for which it has.
bool concerns(
    const Rule& rule,
    const Policy& policy,
    Operation operation,
    std::string_view topic,
    Candidates& names
) {
    // How a SUBSCRIBE is taken is another matter than matching, and no file has many such rules.
    const bool asked_first = policy.format == Format::dynsec && operation == Operation::receive &&
                             rule.operations.has(Operation::subscribe);
    if (!asked_first && !rule.operations.has(operation)) {
        return false;
    }
    if (!rule.has_variables) {
        return asked_first || topic::matches(rule.filter, topic);
    }
    const auto found = bindings(rule.filter, topic);
    for (const auto& binding : found) {
        names.add(binding);
    }
    // A deny may be widened, from any variable on, for names that cannot stand in a topic.
    if (rule.effect == Effect::deny) {
        for (auto at = rule.filter.find("/%"); at != rule.filter.npos;
             at = rule.filter.find("/%", at + 1)) {
            const auto wider = std::string{rule.filter.substr(0, at + 1)} + '#';
            for (const auto& binding : bindings(wider, topic)) {
                names.add(binding);
            }
        }
    }
    return asked_first || !found.empty() || rule.effect == Effect::deny;
}

/// The same policy with the rules alone that have a say.
Policy
reduced(const Policy& policy, Operation operation, std::string_view topic, Candidates& candidates) {
    PolicyBuilder builder{policy.text, policy.format};
    for (const auto& section : policy.sections) {
        const auto index = builder.add_section(section.kind, section.name, section.span);
        builder.policy().sections[index].wildcard_subscriptions = section.wildcard_subscriptions;
        for (const auto& rule : policy.rules_of(section)) {
            if (concerns(rule, policy, operation, topic, candidates)) {
                builder.add_rule(rule);
            }
        }
    }
    for (const auto& group : policy.groups) {
        builder.add_group(group.name, group.span);
    }
    for (const auto& subject : policy.subjects) {
        builder.add_subject(subject, policy.links_of(subject));
    }
    builder.policy().common = policy.common;
    builder.policy().defaults = policy.defaults;
    return std::move(builder).finish();
}

/// What one user, or all users of a kind, may do.
struct Row {
    std::optional<std::string> user{};
    NameSet ids{};
    std::optional<Rule> rule{};
    bool disabled = false;
};

class Search {
  public:
    Search(const Policy& policy, Broker broker, Operation operation, std::string_view topic)
        : broker_{broker}, operation_{operation}, topic_{topic},
          policy_{reduced(policy, operation, topic, candidates_)} {}

    std::vector<Grant> run() && {
        anonymous_ = ask(std::nullopt, policy_.find(std::nullopt));
        for (const auto kind : all_name_kinds) {
            generic_[static_cast<std::size_t>(kind)] = ask(fresh_user(kind), nullptr);
        }
        for (const auto& subject : policy_.subjects) {
            if (!subject.name.empty() && policy_.find(subject.name) == &subject) {
                ask_user(subject);
            }
        }
        for (const auto& [name, ids] : candidates_.users) {
            if (policy_.find(name) == nullptr) {
                users_.push_back(ask(std::string{name}, nullptr));
            }
        }
        return grants();
    }

  private:
    static std::string fresh(NameKind kind, std::size_t length) {
        const std::string body(length, 'x');
        switch (kind) {
        case NameKind::wildcard:
            return body + '+';
        case NameKind::slash:
            return body + "/x";
        case NameKind::dollar:
            return '$' + body;
        default:
            return body;
        }
    }

    /// A name of a kind that neither stands in the file nor is part of the topic.
    [[nodiscard]] std::string fresh_user(NameKind kind) const {
        for (auto length = topic_.size() + 1;; ++length) {
            auto name = fresh(kind, length);
            if (policy_.find(name) == nullptr) {
                return name;
            }
        }
    }

    /// A user who has no rules of its own about the topic is like those the file does not name.
    void ask_user(const Subject& subject) {
        const auto links = policy_.links_of(subject);
        const bool like_others =
            policy_.format == Format::mosquitto && !candidates_.users.contains(subject.name) &&
            std::all_of(links.begin(), links.end(), [this](const Link& link) {
                return link.section == no_index || policy_.sections[link.section].count == 0;
            });
        auto row = like_others ? generic_[static_cast<std::size_t>(kind_of(subject.name))]
                               : ask(std::string{subject.name}, &subject);
        row.user = subject.name;
        users_.push_back(std::move(row));
    }

    Row ask(std::optional<std::string> user, const Subject* subject) {
        Row row{.user = std::move(user), .disabled = subject != nullptr && subject->disabled};
        Decider decider{policy_, broker_};
        const auto may = [&](std::string id) {
            const auto decision =
                decider.decide({row.user, std::move(id)}, {.operation = operation_}, topic_);
            if (decision.answer == Answer::allowed && decision.rule != nullptr) {
                row.rule = *decision.rule;
            }
            return decision.answer == Answer::allowed;
        };
        if (subject != nullptr && subject->client_id) {
            if (may(std::string{*subject->client_id})) {
                row.ids.also.emplace_back(*subject->client_id);
            }
            return row;
        }
        for (const auto id : ids_for(row.user)) {
            const bool allowed = may(std::string{id});
            (allowed ? row.ids.also : row.ids.but).emplace_back(id);
        }
        for (const auto kind : all_name_kinds) {
            if (may(fresh(kind, topic_.size() + 1))) {
                row.ids.kinds |= NameSet::bit(kind);
            }
        }
        drop_what_its_kind_says(row.ids);
        return row;
    }

    [[nodiscard]] Candidates::Names ids_for(const std::optional<std::string>& user) const {
        auto ids = candidates_.ids;
        if (const auto found = candidates_.users.find(user.value_or(""));
            found != candidates_.users.end()) {
            ids.insert(found->second.begin(), found->second.end());
        }
        return ids;
    }

    static void drop_what_its_kind_says(NameSet& names) {
        std::erase_if(names.also, [&](const auto& name) {
            return names.has_all_of(kind_of(name));
        });
        std::erase_if(names.but, [&](const auto& name) {
            return !names.has_all_of(kind_of(name));
        });
    }

    [[nodiscard]] std::vector<Grant> grants() const {
        std::vector<Grant> all;
        bool has_anonymous = false;
        std::uint8_t done = 0;
        for (const auto kind :
             {NameKind::plain, NameKind::dollar, NameKind::slash, NameKind::wildcard}) {
            const auto& row = generic_[static_cast<std::size_t>(kind)];
            if (row.ids.empty() || (done & NameSet::bit(kind)) != 0) {
                continue;
            }
            const auto users = users_with(row.ids);
            done |= users.kinds;
            const bool everybody = !has_anonymous && anonymous_.ids == row.ids;
            has_anonymous |= everybody;
            all.push_back(
                {.who = everybody ? Grant::Who::everybody : Grant::Who::users,
                 .users = users,
                 .ids = row.ids,
                 .rule = row.rule}
            );
        }
        if (!has_anonymous && !anonymous_.ids.empty()) {
            all.push_back(
                {.who = Grant::Who::anonymous, .ids = anonymous_.ids, .rule = anonymous_.rule}
            );
        }
        for (const auto& row : users_) {
            if (!row.ids.empty() && !is_like_its_kind(row)) {
                all.push_back(
                    {.user = *row.user, .ids = row.ids, .rule = row.rule, .disabled = row.disabled}
                );
            }
        }
        return all;
    }

    [[nodiscard]] bool is_like_its_kind(const Row& row) const {
        return row.ids == generic_[static_cast<std::size_t>(kind_of(*row.user))].ids;
    }

    /// The users of all kinds that have these client ids, but those who differ from their kind.
    [[nodiscard]] NameSet users_with(const NameSet& ids) const {
        NameSet users;
        for (const auto kind : all_name_kinds) {
            if (generic_[static_cast<std::size_t>(kind)].ids == ids) {
                users.kinds |= NameSet::bit(kind);
            }
        }
        for (const auto& row : users_) {
            if (users.has_all_of(kind_of(*row.user)) && row.ids != ids) {
                users.but.push_back(*row.user);
            }
        }
        return users;
    }

    Broker broker_;
    Operation operation_;
    std::string_view topic_;
    Candidates candidates_;
    Policy policy_;
    Row anonymous_;
    std::array<Row, all_name_kinds.size()> generic_; ///< users that nothing names, by NameKind
    std::vector<Row> users_;                         ///< those of the file, then the others
};

} // namespace

std::vector<Grant>
who_may(const Policy& policy, Broker broker, Operation operation, std::string_view topic) {
    return Search{policy, broker, operation, topic}.run();
}

} // namespace mqttx::acl
