// SPDX-License-Identifier: Apache-2.0
#include "common/acl/diff.hpp"

#include "common/acl/changes.hpp"
#include "common/acl/diff_native.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <compare>
#include <set>
#include <utility>

namespace mqttx::acl {

namespace {

bool says_the_same(const Policy& a, const Section* in_a, const Policy& b, const Section* in_b) {
    if (in_a == nullptr || in_b == nullptr) {
        return (in_a == nullptr || in_a->count == 0) && (in_b == nullptr || in_b->count == 0);
    }
    const auto rules_a = a.rules_of(*in_a);
    const auto rules_b = b.rules_of(*in_b);
    const auto same = [](const Rule& x, const Rule& y) {
        return x.filter == y.filter && x.effect == y.effect && x.operations == y.operations &&
               x.priority == y.priority && x.has_variables == y.has_variables &&
               x.literal == y.literal && x.qos == y.qos && x.retain == y.retain;
    };
    return std::equal(rules_a.begin(), rules_a.end(), rules_b.begin(), rules_b.end(), same);
}

const Section* section_at(const Policy& policy, std::uint32_t index) {
    return index == no_index ? nullptr : &policy.sections[index];
}

bool is_asked_the_same(const Policy& a, const Subject& in_a, const Policy& b, const Subject& in_b) {
    const auto links_a = a.links_of(in_a);
    const auto links_b = b.links_of(in_b);
    return std::equal(
        links_a.begin(),
        links_a.end(),
        links_b.begin(),
        links_b.end(),
        [&](const Link& x, const Link& y) {
            return says_the_same(a, section_at(a, x.section), b, section_at(b, y.section));
        }
    );
}

/// First levels that begin like this.
void add_roots(const Policy& policy, std::string_view begin, std::vector<std::string>& roots) {
    for (const auto& rule : policy.rules) {
        const auto root = rule.filter.substr(0, rule.filter.find('/'));
        if (root.starts_with(begin) && !root.starts_with("${") &&
            std::find(roots.begin(), roots.end(), root) == roots.end()) {
            roots.emplace_back(root);
        }
    }
}

/// What stands around a variable in a level of a rule for everybody.
struct NamePlace {
    std::size_t level;
    std::string_view before;
    std::string_view after;

    auto operator<=>(const NamePlace&) const = default;
};

/// The levels of the rules that are for everybody: `visit(number, level)`.
template <typename Visit> void each_common_level(const Policy& policy, Visit visit) {
    const auto* common = section_at(policy, policy.common);
    if (common == nullptr) {
        return;
    }
    for (const auto& rule : policy.rules_of(*common)) {
        topic::Levels levels{rule.filter};
        for (std::size_t number = 0; const auto level = levels.next(); ++number) {
            visit(number, *level);
        }
    }
}

void add_name_places(const Policy& policy, std::string_view variable, std::set<NamePlace>& places) {
    each_common_level(policy, [&](std::size_t number, std::string_view level) {
        const auto at = level.find(variable);
        if (at != std::string_view::npos) {
            places.insert({number, level.substr(0, at), level.substr(at + variable.size())});
        }
    });
}

/// Names that rules for everybody spell where others of them have the variable: a client of such a
/// name is not like others, though no section is his.
void add_spelt_names(
    const Policy& policy, const std::set<NamePlace>& places, std::set<std::string_view>& names
) {
    if (places.empty()) {
        return;
    }
    each_common_level(policy, [&](std::size_t number, std::string_view level) {
        for (const auto& [wanted, before, after] : places) {
            const auto around = before.size() + after.size();
            if (number != wanted || level.size() <= around || !level.starts_with(before) ||
                !level.ends_with(after)) {
                continue;
            }
            const auto name = level.substr(before.size(), level.size() - around);
            if (name.find_first_of("+#%") == std::string_view::npos) {
                names.insert(name);
            }
        }
    });
}

class Comparison {
  public:
    Comparison(const Reading& before, const Reading& after)
        : before_{before}, after_{after},
          same_ground_{
              before.broker == after.broker && before.policy.format == after.policy.format &&
              before.policy.defaults == after.policy.defaults &&
              says_the_same(
                  before.policy,
                  section_at(before.policy, before.policy.common),
                  after.policy,
                  section_at(after.policy, after.policy.common)
              )} {
        roots_ = reserved_roots(before, after);
        if (accepts_every_subscribe(before.broker) && accepts_every_subscribe(after.broker) &&
            (before.policy.common != no_index || after.policy.common != no_index)) {
            odd_ids_.emplace_back("<client-id>+");
            if (before.broker != after.broker) {
                odd_ids_.emplace_back("$<client-id>");
            }
        }
    }

    std::vector<Change> run() && {
        compare(Change::Who::anonymous, std::nullopt);
        for (const auto& subject : before_.policy.subjects) {
            compare_user(subject);
        }
        for (const auto& subject : after_.policy.subjects) {
            if (before_.policy.find(subject.name) == nullptr) {
                compare_user(subject);
            }
        }
        const auto of_users = changes_.size(); // and from here on those of others
        compare(Change::Who::other_users, "<user>");
        if (odd_ids_.size() > 1) {
            compare_odd(Client{"$<user>", "<client-id>"}, of_users);
        }
        compare_spelt_names(of_users);
        return std::move(changes_);
    }

  private:
    [[nodiscard]] std::set<std::string_view> spelt_names(std::string_view variable) const {
        std::set<NamePlace> places;
        add_name_places(before_.policy, variable, places);
        add_name_places(after_.policy, variable, places);
        std::set<std::string_view> names;
        add_spelt_names(before_.policy, places, names);
        add_spelt_names(after_.policy, places, names);
        return names;
    }

    /// Adds, before the changes for other users, those that clients of spelt names have beside
    /// them.
    void compare_spelt_names(std::size_t of_users) {
        auto others = std::exchange(changes_, {});
        for (const auto name : spelt_names("%u")) {
            if (before_.policy.find(name) == nullptr && after_.policy.find(name) == nullptr) {
                compare(Change::Who::user, name);
            }
        }
        for (const auto id : spelt_names("%c")) {
            compare(Change::Who::client, "<user>", id);
        }
        const auto first = others.begin() + static_cast<std::ptrdiff_t>(of_users);
        std::erase_if(changes_, [&](const Change& change) {
            return std::any_of(first, others.end(), [&](const Change& other) {
                return other.operation == change.operation && other.gained == change.gained;
            });
        });
        const auto own = std::exchange(changes_, std::move(others));
        changes_.insert(
            changes_.begin() + static_cast<std::ptrdiff_t>(of_users), own.begin(), own.end()
        );
    }

    void compare_user(const Subject& subject) {
        if (!subject.anonymous && !subject.name.empty()) {
            compare(Change::Who::user, subject.name);
        }
    }

    [[nodiscard]] bool is_unchanged(std::optional<std::string_view> name) const {
        if (!same_ground_) {
            return false;
        }
        const auto* old = before_.policy.find(name);
        const auto* now = after_.policy.find(name);
        if (old == nullptr || now == nullptr) {
            return old == now;
        }
        return is_asked_the_same(before_.policy, *old, after_.policy, *now);
    }

    void compare(
        Change::Who who, std::optional<std::string_view> name, std::string_view id = "<client-id>"
    ) {
        if (is_unchanged(name)) {
            return;
        }
        const Client client{
            name ? std::optional{std::string{*name}} : std::nullopt, std::string{id}};
        const auto first = changes_.size();
        compare(who, client);
        for (const auto& odd : odd_ids_) {
            compare_odd({client.user, odd}, first);
        }
    }

    /// Patterns are for plain names: what else such a client gains or loses, beside the changes
    /// from `first` on.
    void compare_odd(const Client& client, std::size_t first) {
        const auto known = changes_.size();
        compare(Change::Who::client, client);
        drop_said(changes_, known, std::span{changes_}.subspan(first, known - first));
    }

    void compare(Change::Who who, const Client& client) {
        for (const auto operation : {Operation::publish, Operation::receive}) {
            const Reach old{before_, client, operation, roots_};
            const Reach now{after_, client, operation, roots_};
            for (const bool gained : {true, false}) {
                if (auto witness = gained ? now.beyond(old) : old.beyond(now)) {
                    changes_.push_back(
                        {who,
                         client.user.value_or(""),
                         operation,
                         gained,
                         std::move(*witness),
                         who == Change::Who::client ? client : Client{}}
                    );
                }
            }
        }
    }

    const Reading& before_;
    const Reading& after_;
    bool same_ground_; ///< what applies to everybody is the same
    std::vector<std::string> roots_;
    std::vector<std::string> odd_ids_;
    std::vector<Change> changes_;
};

} // namespace

std::vector<std::string> reserved_roots(const Reading& before, const Reading& after) {
    const auto opens = [](const Reading& reading) {
        return reading.policy.default_for(Operation::publish) == Effect::allow;
    };
    const auto takes_dollars = [](Broker broker) {
        return broker == Broker::dynsec_2_0 || broker == Broker::hivemq;
    };
    const bool is_text = takes_dollars(before.broker) || takes_dollars(after.broker);
    std::vector<std::string> roots;
    if (is_text || opens(before) || opens(after)) {
        roots.emplace_back("$SYS");
        add_roots(before.policy, is_text ? "$" : "$SYS", roots);
        add_roots(after.policy, is_text ? "$" : "$SYS", roots);
    }
    return roots;
}

std::vector<Change> difference(const Reading& before, const Reading& after, bool* is_complete) {
    if (before.policy.audience || after.policy.audience) {
        return native_difference(before, after, is_complete);
    }
    return Comparison{before, after}.run();
}

} // namespace mqttx::acl
