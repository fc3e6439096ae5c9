// SPDX-License-Identifier: Apache-2.0
#include "common/acl/diff_native.hpp"

#include "common/acl/action_kinds.hpp"
#include "common/acl/changes.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace mqttx::acl {

namespace {

/// So many clients at most stand for a subject, and for a pair of them.
constexpr std::size_t most_conjunctions = 100'000;
constexpr std::size_t most_clients = 64;
/// Pairs of rules that are held against each other one by one.
constexpr std::size_t most_pairs = 200'000;

class Comparison {
  public:
    Comparison(const Reading& before, const Reading& after)
        : before_{before}, after_{after}, old_keys_{before.policy}, new_keys_{after.policy},
          both_native_{before.policy.audience && after.policy.audience},
          same_meaning_{
              before.broker == after.broker && before.policy.format == after.policy.format &&
              before.policy.format != Format::emqx} {
        roots_ = reserved_roots(before, after);
        kinds_ = compared_kinds(before.policy, after.policy);
        certificates_count_ = !both_native_ || asks_for_certificates(before.policy) ||
                              asks_for_certificates(after.policy);
    }

    std::vector<Change> run() {
        for (const auto& base : bases()) {
            look_at(base);
        }
        if (!both_native_) {
            add_odd_names();
        }
        add_users(before_.policy);
        add_users(after_.policy);
        add_subjects();
        return fewest_changes(changes_);
    }

    /// Whether nothing was left out for being too much.
    [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

  private:
    /// A format that knows no certificates is compared for clients without one.
    [[nodiscard]] std::vector<Client> bases() const {
        const std::string id{some_id};
        const CertificateNames names{std::string{some_cn}, {}, {}};
        std::vector<Client> all{{std::nullopt, id}, {std::string{some_user}, id}};
        if (both_native_) {
            all.push_back({std::nullopt, id, names});
            all.push_back({std::string{some_user}, id, names});
        }
        return all;
    }

    /// What stands for a variable in a name with such letters differs by format. Said of
    /// them is only what is not so for other users.
    void add_odd_names() {
        auto known = changes_;
        std::erase_if(known, [](const Change& change) {
            return change.who != Change::Who::other_users;
        });
        const std::string user{some_user};
        const std::string id{some_id};
        for (const auto& odd :
             {Client{user + "/x", id},
              Client{"$" + user, id},
              Client{user, id + "/x"},
              Client{user, "$" + id}}) {
            const auto first = changes_.size();
            look_at(odd);
            drop_said(changes_, first, known);
        }
    }

    void add_users(const Policy& policy) {
        for (const auto& subject : policy.subjects) {
            if (!subject.anonymous && !subject.name.empty()) {
                const Client client{std::string{subject.name}, std::string{some_id}};
                look_at(client);
                constexpr std::size_t most_users = 200; // each is held against every subject
                has_more_users_ = users_.size() >= most_users;
                if (!has_more_users_) {
                    users_.push_back(client);
                }
            }
        }
    }

    /// A change at a client and topic comes from a rule that is not in both files: an allow, maybe
    /// against a deny, or a deny against an allow. Clients who are no more than what both ask for
    /// show it.
    void add_subjects() {
        auto changed = same_meaning_ ? missing_in(old_keys_, new_keys_) : old_keys_.rules();
        const auto more = same_meaning_ ? missing_in(new_keys_, old_keys_) : new_keys_.rules();
        changed.insert(changed.end(), more.begin(), more.end());
        std::vector<SubjectRule> denies;
        std::vector<SubjectRule> allows;
        for (const auto* all : {&old_keys_.rules(), &new_keys_.rules()}) {
            for (const auto& rule : *all) {
                (rule.rule->effect == Effect::deny ? denies : allows).push_back(rule);
            }
        }
        for (const auto& rule : changed) {
            add_alone(rule);
            const auto& others = rule.rule->effect == Effect::deny ? allows : denies;
            add_pairs(rule, others);
            if (rule.rule->has_variables) {
                add_pairs(rule, allows);
            }
        }
    }

    const std::vector<Conjunction>& tests_of(const SubjectRule& rule) {
        auto [known, is_new] = tests_.try_emplace(rule.subject);
        if (is_new && rule.audience != nullptr) {
            known->second =
                without_roles(*rule.audience, rule.audience->set(rule.section), most_conjunctions);
            is_complete_ = is_complete_ && known->second.size() < most_conjunctions;
        }
        return known->second;
    }

    void add_alone(const SubjectRule& rule) {
        if (rule.audience == nullptr || !alone_.insert(rule.subject).second) {
            return;
        }
        is_complete_ = is_complete_ && !has_more_users_;
        for (const auto& tests : tests_of(rule)) {
            const std::array<const Conjunction*, 1> together{&tests};
            auto starts = bases();
            starts.insert(starts.end(), users_.begin(), users_.end());
            for (const auto& base : starts) {
                for (const auto& client : clients_of(base, together, most_conjunctions)) {
                    look_at(client);
                }
            }
        }
    }

    void add_pairs(const SubjectRule& rule, const std::vector<SubjectRule>& others) {
        for (const auto& other : others) {
            if (pairs_ >= most_pairs) {
                is_complete_ = false;
                return;
            }
            if (rule.audience == nullptr || other.audience == nullptr ||
                !meets(*rule.rule, *other.rule)) {
                continue;
            }
            const bool varies = rule.rule->has_variables != other.rule->has_variables;
            if (!varies && !paired_.emplace(rule.subject, other.subject).second) {
                continue;
            }
            ++pairs_;
            for (const auto& tests : tests_of(rule)) {
                for (const auto& others_tests : tests_of(other)) {
                    const std::array<const Conjunction*, 2> together{&tests, &others_tests};
                    add_together(together, rule, other);
                }
            }
        }
    }

    static bool meets(const Rule& a, const Rule& b) {
        return topic::overlaps(with_any_names(a.filter), with_any_names(b.filter));
    }

    void add_together(
        std::span<const Conjunction* const> together, const SubjectRule& a, const SubjectRule& b
    ) {
        auto starts = bases();
        if (a.rule->has_variables || b.rule->has_variables) {
            const auto named = named_clients(a.rule->filter, b.rule->filter);
            std::copy_if(
                named.begin(),
                named.end(),
                std::back_inserter(starts),
                [&](const Client& client) { return both_native_ || !client.certificate; }
            );
        }
        for (const auto& base : starts) {
            const auto clients = clients_of(base, together, most_clients);
            is_complete_ = is_complete_ && clients.size() < most_clients;
            for (const auto& client : clients) {
                look_at(client);
            }
        }
    }

    void look_at(const Client& client) {
        // To the other formats a client with a certificate alone is one without a name.
        if ((!both_native_ && client.certificate && !client.name()) ||
            (client.certificate && client.name() && !certificates_count_) ||
            !seen_.insert(key_of(client)).second) {
            return;
        }
        if (both_native_ && same_meaning_ && old_keys_.of(client) == new_keys_.of(client)) {
            return;
        }
        std::vector<Change> found;
        for (const auto& kind : kinds_) {
            compare(client, kind, found);
        }
        changes_.insert(changes_.end(), found.begin(), found.end());
    }

    void compare(const Client& client, const Kind& kind, std::vector<Change>& found) {
        const Reach old{before_, client, kind.action, roots_};
        const Reach now{after_, client, kind.action, roots_};
        for (const bool gained : {true, false}) {
            auto witness = gained ? now.beyond(old) : old.beyond(now);
            if (!witness) {
                continue;
            }
            const auto same = std::find_if(found.begin(), found.end(), [&](const Change& known) {
                return known.gained == gained && known.witness == *witness &&
                       known.operation == kind.action.operation &&
                       known.group == kind.action.share_group &&
                       (known.retain == kind.retain || known.qos == kind.qos);
            });
            if (same == found.end()) {
                found.push_back(change(client, kind, gained, std::move(*witness)));
            } else if (same->retain == kind.retain) {
                same->qos |= kind.qos;
            } else {
                same->retain = RetainRule::any;
            }
        }
    }

    static Change change(const Client& client, const Kind& kind, bool gained, std::string witness) {
        Change change{
            .who = Change::Who::client,
            .user = client.user.value_or(""),
            .operation = kind.action.operation,
            .gained = gained,
            .witness = std::move(witness)};
        if (client.id == some_id && !client.certificate) {
            change.who = !client.name()                ? Change::Who::anonymous
                         : *client.name() == some_user ? Change::Who::other_users
                                                       : Change::Who::user;
        }
        change.client = client;
        change.qos = kind.qos;
        change.retain = kind.retain;
        change.group = kind.action.share_group;
        return change;
    }

    const Reading& before_;
    const Reading& after_;
    RuleKeys old_keys_;
    RuleKeys new_keys_;
    bool both_native_;
    bool same_meaning_;              ///< of the same rules, in whatever order
    bool certificates_count_ = true; ///< for clients with a user name
    std::vector<std::string> roots_;
    std::vector<Kind> kinds_;
    std::set<std::string> seen_;
    std::set<std::string_view> alone_;
    std::set<std::pair<std::string_view, std::string_view>> paired_;
    std::map<std::string_view, std::vector<Conjunction>> tests_;
    std::vector<Client> users_; ///< of a file that is not native
    std::size_t pairs_ = 0;
    bool has_more_users_ = false;
    bool is_complete_ = true;
    std::vector<Change> changes_;
};

} // namespace

std::vector<Change>
native_difference(const Reading& before, const Reading& after, bool* is_complete) {
    Comparison comparison{before, after};
    auto changes = comparison.run();
    if (is_complete != nullptr && !comparison.is_complete()) {
        *is_complete = false;
    }
    return changes;
}

} // namespace mqttx::acl
