// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/filter_set.hpp"

#include <algorithm>
#include <unordered_map>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

std::string_view first_level(std::string_view filter) {
    return filter.substr(0, filter.find('/'));
}

bool is_bridge_state(std::string_view filter) {
    return filter.starts_with("$SYS/broker/connection/") && filter.ends_with("/state");
}

class Patterns {
  public:
    Patterns(Report& report, const Policy& policy)
        : report_{report}, policy_{policy},
          rules_{policy.rules_of(policy.sections[policy.common])} {}

    void run() {
        find_names();
        find_roots();
        for (const auto& rule : rules_) {
            lint_root(rule);
            lint_client_id(rule);
            lint_slashes(rule);
            lint_nameless(rule);
        }
        lint_void_denies();
    }

  private:
    Span place(const Rule& rule) const { return place_of(policy_, rule); }

    void find_names() {
        for (const auto& subject : policy_.subjects) {
            if (!subject.anonymous && with_slash_ == nullptr && subject.name.find('/') != npos) {
                with_slash_ = &subject;
            }
        }
    }

    void find_roots() {
        const bool wanted = std::any_of(rules_.begin(), rules_.end(), [](const Rule& rule) {
            return holds_variable(first_level(rule.filter));
        });
        for (const auto& rule : policy_.rules) {
            const auto root = first_level(rule.filter);
            if (wanted && root != "#" && root != "+" && !holds_variable(root) && !root.empty()) {
                roots_.try_emplace(root, &rule);
            }
        }
    }

    /// A name at the first level can be that of another tree.
    void lint_root(const Rule& rule) {
        if (rule.effect == Effect::deny || !holds_variable(first_level(rule.filter))) {
            return;
        }
        const auto root = std::min_element(roots_.begin(), roots_.end(), [](auto& a, auto& b) {
            return a.second->span.begin < b.second->span.begin;
        });
        auto& finding = report_.add(
            "A206",
            place(rule),
            root == roots_.end()
                ? std::string{"a client chooses the first level by its name: with '$' in front it "
                              "reaches what wildcards do not"}
                : cat("a client named ",
                      in_quotes(root->first),
                      " gets the topics that other rules are about"),
            "put a fixed level before the name, such as devices/"
        );
        if (root != roots_.end()) {
            finding.related = Related{place(*root->second), "one of them"};
        }
    }

    void lint_client_id(const Rule& rule) {
        const auto at = rule.filter.find("%c");
        if (at == npos || rule.effect == Effect::deny || !rule.operations.has(Operation::publish) ||
            is_bridge_state(rule.filter) || rule.filter.find("%u") != npos) {
            return;
        }
        const auto begin = place(rule).begin + static_cast<std::uint32_t>(at);
        report_.add(
            "A207",
            {begin, begin + 2},
            "clients choose their client id: any of them may write as any other",
            "use %u, or set use_username_as_clientid in mosquitto.conf"
        );
    }

    /// Mosquitto lets a name be several levels.
    void lint_slashes(const Rule& rule) {
        if (with_slash_ == nullptr || rule.effect == Effect::deny ||
            rule.filter.find("%u") == npos) {
            return;
        }
        auto& finding = report_.add(
            "A208",
            place(rule),
            cat("user ",
                in_quotes(with_slash_->name),
                " has a slash in its name and gets topics below those of user ",
                in_quotes(with_slash_->name.substr(0, with_slash_->name.find('/')))),
            "give users names without slashes"
        );
        finding.related = Related{with_slash_->span, "the user"};
        auto reached = std::string{rule.filter};
        reached.replace(reached.find("%u"), 2, with_slash_->name);
        finding.witness = topic_in(reached);
    }

    /// A deny for a name does not concern clients without one.
    void lint_nameless(const Rule& rule) {
        if (rule.effect == Effect::allow || rule.filter.find("%u") == npos) {
            return;
        }
        const auto allowed = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& other) {
            return other.effect == Effect::allow && other.filter.find("%u") == npos &&
                   topic::overlaps(other.filter, rule.filter);
        });
        if (allowed != rules_.end()) {
            auto& finding = report_.add(
                "A209",
                place(rule),
                "this deny does not bind clients without a user name, whom a pattern lets in",
                "let nobody connect without a name, or deny without %u"
            );
            finding.related = Related{place(*allowed), "allowed here"};
        }
    }

    /// A user's own allow goes before every pattern deny.
    void lint_void_denies() {
        topic::FilterSet denies;
        std::vector<const Rule*> found(rules_.size());
        for (std::uint32_t rank = 0; rank < rules_.size(); ++rank) {
            if (rules_[rank].effect == Effect::deny) {
                denies.add(rules_[rank].filter, rank);
            }
        }
        if (denies.empty()) {
            return;
        }
        for (const auto& rule : policy_.rules) {
            if (rule.section == policy_.common || rule.effect == Effect::deny) {
                continue;
            }
            if (const auto rank = denies.overlapping(rule.filter)) {
                const auto& deny = rules_[*rank];
                if (found[*rank] == nullptr && !topic::contains(deny.filter, rule.filter)) {
                    found[*rank] = &rule;
                }
            }
        }
        for (std::uint32_t rank = 0; rank < found.size(); ++rank) {
            if (found[rank] != nullptr) {
                add_void(rules_[rank], *found[rank]);
            }
        }
    }

    void add_void(const Rule& deny, const Rule& allow) {
        const auto& section = policy_.sections[allow.section];
        auto& finding = report_.add(
            "A305",
            place(deny),
            cat(section.kind == Section::Kind::anonymous
                    ? std::string{"clients without a name are"}
                    : cat("user ", in_quotes(section.name), " is"),
                " not bound by this deny: a client's own topic lines go before patterns"),
            "deny it among the user's own rules too"
        );
        finding.related = Related{place(allow), "allowed here"};
        if (const auto common = topic::meet(deny.filter, allow.filter)) {
            finding.witness = cat(topic_in(*common), " is allowed");
        }
    }

    Report& report_;
    const Policy& policy_;
    std::span<const Rule> rules_;
    const Subject* with_slash_ = nullptr;
    std::unordered_map<std::string_view, const Rule*> roots_;
};

/// Rules for clients without a name that users have not: "for everyone" may have been meant.
void lint_anonymous(Report& report, const Policy& policy) {
    const auto* anonymous = policy.find(std::nullopt);
    if (anonymous == nullptr || policy.by_name.empty()) {
        return;
    }
    const auto& section = policy.sections[policy.links_of(*anonymous).front().section];
    topic::FilterSet others;
    for (const auto& rule : policy.rules) {
        if (rule.effect == Effect::allow && &policy.sections[rule.section] != &section) {
            others.add(rule.filter, 0);
        }
    }
    for (const auto& rule : policy.rules_of(section)) {
        if (rule.effect == Effect::allow && !others.overlapping(rule.filter)) {
            auto& finding = report.add(
                "A311",
                place_of(policy, rule),
                "only clients without a name may do this, no user may",
                "write pattern instead of topic if everyone was meant"
            );
            finding.witness = topic_in(rule.filter);
        }
    }
}

} // namespace

void lint_number(Report& report, const Policy& policy) {
    constexpr std::size_t many = 20'000;
    constexpr std::size_t users_a_second = 21'000; // measured: 40,000 take 3.6 s, 20,000 take 0.9 s
    const auto users = policy.by_name.size();
    if (users > many) {
        const auto seconds = users * users / (users_a_second * users_a_second);
        report.add(
            "A509",
            {0, 0},
            cat(users,
                " users: Mosquitto 2.0 looks through all of them for each line and takes about ",
                seconds,
                " s to load the file, with the time growing as the square"),
            "let patterns with %u stand for users whose rules have the same shape"
        );
    }
}

void lint_subjects(Report& report, const Policy& policy) {
    if (policy.common != no_index) {
        Patterns{report, policy}.run();
    }
    lint_anonymous(report, policy);
}

} // namespace mqttx::acl::lint_parts
