// SPDX-License-Identifier: Apache-2.0
#include "common/acl/accepted.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/hivemq_text.hpp"
#include "common/acl/other_broker.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace mqttx::acl {

namespace {

constexpr std::size_t most_conjunctions = 10'000;

using Users = std::set<std::string_view>;

class Writer {
  public:
    explicit Writer(const Policy& policy) : policy_{policy} {
        ways_.resize(policy.sections.size());
        for (std::uint32_t number = 0; number < policy.sections.size(); ++number) {
            ways_[number] =
                without_roles(*policy.audience, policy.audience->set(number), most_conjunctions);
            note_users(ways_[number]);
        }
        for (const auto& rule : policy.rules) {
            if (rule.effect == Effect::deny) {
                denies_.push_back(&rule);
            }
        }
    }

    Converted write() && {
        for (std::uint32_t number = 0; number < policy_.sections.size(); ++number) {
            add_section(number);
        }
        Converted result;
        result.text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<file-rbac>\n"
                      "    <users>\n";
        for (const auto& [user, roles] : roles_of_) {
            result.text +=
                cat("        <user>\n            ",
                    element("name", user),
                    "\n            <password></password>\n            <roles>\n");
            for (const auto& role : roles) {
                result.text += cat("                ", element("id", role), '\n');
            }
            result.text += "            </roles>\n        </user>\n";
        }
        result.text += cat("    </users>\n    <roles>\n", roles_, "    </roles>\n</file-rbac>\n");
        std::stable_sort(losses_.begin(), losses_.end(), [](const auto& a, const auto& b) {
            return a.span.begin < b.span.begin;
        });
        result.losses = std::move(losses_);
        return result;
    }

  private:
    void note_users(const std::vector<Conjunction>& ways) {
        for (const auto& tests : ways) {
            for (const auto& test : tests) {
                for (const auto name : test.values) {
                    if (test.key == SubjectKey::user && fits_xml(name) &&
                        name.find_first_of("+#") == std::string_view::npos) {
                        all_users_.insert(name);
                    }
                }
            }
        }
    }

    void add_section(std::uint32_t number) {
        const auto& section = policy_.sections[number];
        const auto rules = policy_.rules_of(section);
        if (rules.empty() || rules.front().effect == Effect::deny) {
            return;
        }
        const auto users = users_of(section, number);
        std::map<Users, std::string> permissions;
        for (const auto& rule : rules) {
            const bool publish = rule.operations.has(Operation::publish) && can_be_said(rule);
            const bool subscribe = rule.operations.has(Operation::subscribe) && can_be_said(rule) &&
                                   has_plain_end(rule);
            const auto publishing = publish ? allowed(rule, users, Operation::publish) : Users{};
            const auto subscribing =
                subscribe ? allowed(rule, users, Operation::subscribe) : Users{};
            if (publishing == subscribing) {
                permissions[publishing] += permission_text(policy_, rule, true, true);
            } else {
                permissions[publishing] += permission_text(policy_, rule, true, false);
                permissions[subscribing] += permission_text(policy_, rule, false, true);
            }
        }
        for (const auto& [whom, text] : permissions) {
            if (!whom.empty()) {
                add_role(section, number, whom, text);
            }
        }
    }

    void add_role(
        const Section& section, std::uint32_t number, const Users& whom, const std::string& text
    ) {
        const auto base =
            section.name.empty() ? cat("rule-", number + 1) : std::string{section.name};
        auto id = base;
        for (int copy = 2; !ids_.insert(id).second; ++copy) {
            id = cat(base, '-', copy);
        }
        for (const auto user : whom) {
            roles_of_[user].push_back(id);
        }
        roles_ +=
            cat("        <role>\n            ",
                element("id", id),
                "\n            <permissions>\n",
                text,
                "            </permissions>\n        </role>\n");
    }

    /// The users among the file's that a rule is for.
    Users users_of(const Section& section, std::uint32_t number) {
        Users users;
        for (const auto& tests : ways_[number]) {
            const auto foreign = std::find_if(tests.begin(), tests.end(), [](const auto& test) {
                return test.key == SubjectKey::anonymous || test.key > SubjectKey::user;
            });
            if (foreign != tests.end()) {
                lose(
                    section.span,
                    cat("this is left out: a role of HiveMQ is for users, not for ",
                        subject_words(std::vector<Conjunction>{{*foreign}}))
                );
                continue;
            }
            const auto by_name = std::find_if(tests.begin(), tests.end(), [](const auto& test) {
                return test.key == SubjectKey::user;
            });
            if (by_name == tests.end()) {
                lose(
                    section.span, "users the file does not name lose this: there they have no roles"
                );
                users = all_users_;
                continue;
            }
            for (const auto name : by_name->values) {
                if (all_users_.contains(name)) {
                    users.insert(name);
                } else {
                    lose(
                        section.span, cat("HiveMQ lets no user in who is called ", in_quotes(name))
                    );
                }
            }
        }
        return users;
    }

    /// The users to whom no deny takes something of it.
    Users allowed(const Rule& rule, Users users, Operation operation) {
        for (const auto* deny : denies_) {
            if (!deny->operations.has(operation) || (deny->qos & rule.qos) == 0 ||
                !topic::overlaps(widest_topics(*deny), widest_topics(rule))) {
                continue;
            }
            const auto before = users.size();
            std::erase_if(users, [&](std::string_view user) {
                return is_for(*deny, user) &&
                       topic::overlaps(of_user(*deny, user), of_user(rule, user));
            });
            if (users.size() != before) {
                lose(
                    rule.span,
                    cat(operation == Operation::publish ? "publishing" : "subscribing",
                        " is left out for users to whom ",
                        in_quotes(deny->filter),
                        " is denied: HiveMQ knows no deny")
                );
            }
        }
        return users;
    }

    /// The topics of a rule for one user, whatever its client id and certificate.
    static std::string of_user(const Rule& rule, std::string_view user) {
        std::string filter;
        topic::Levels levels{rule.filter};
        for (bool first = true; const auto level = levels.next(); first = false) {
            filter += first ? "" : "/";
            const auto variable = rule.has_variables ? variable_in(*level) : Variable::none;
            const bool known = variable == Variable::username &&
                               user.find_first_of("/$") == std::string_view::npos;
            filter += known ? user : variable == Variable::none ? *level : "+";
            if (variable != Variable::none && !known && rule.effect == Effect::deny) {
                filter.back() = '#';
                return filter;
            }
        }
        return filter;
    }

    bool is_for(const Rule& deny, std::string_view user) const {
        const auto& ways = ways_[deny.section];
        return std::any_of(ways.begin(), ways.end(), [&](const Conjunction& tests) {
            return std::all_of(tests.begin(), tests.end(), [&](const SubjectTest& test) {
                return test.key != SubjectKey::anonymous &&
                       (test.key != SubjectKey::user ||
                        std::find(test.values.begin(), test.values.end(), user) != test.values.end()
                       );
            });
        });
    }

    /// Whether HiveMQ takes the topic for no more than it is.
    bool can_be_said(const Rule& rule) {
        if (rule.filter.find("${cert-cn}") != std::string_view::npos && rule.has_variables) {
            lose_once(rule, "this is left out: HiveMQ knows no variable for a certificate");
            return false;
        }
        const auto first = rule.filter.substr(0, rule.filter.find('/'));
        const bool varies = rule.has_variables && variable_in(first) != Variable::none;
        if (first == "#" || first == "+" || varies) {
            lose_once(
                rule,
                varies ? "this is left out: there a name may begin with $ at the first level"
                       : "this is left out: there a wildcard at the first level stands for what "
                         "begins with $ too"
            );
            return false;
        }
        if (rule.filter.size() > 1 && rule.filter.ends_with('/')) {
            lose_once(rule, "this is left out: HiveMQ drops the slash at the end");
            return false;
        }
        if (!fits_xml(rule.filter)) {
            lose_once(rule, "this is left out: no XML can hold the topic");
            return false;
        }
        if (rule.has_variables && rule.filter.find("${client-id}") != std::string_view::npos) {
            lose_once(rule, "there a client id that holds a slash is several levels");
        }
        return true;
    }

    bool has_plain_end(const Rule& rule) {
        const auto wider = wider_subscription(rule.filter);
        if (!wider) {
            return true;
        }
        lose_once(
            rule,
            cat("subscriptions are left out: HiveMQ would take one to ",
                in_quotes(*wider),
                " for it")
        );
        return false;
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    void lose_once(const Rule& rule, std::string message) {
        if (told_.emplace(rule.span.begin, message).second) {
            lose(rule.span, std::move(message));
        }
    }

    const Policy& policy_;
    std::vector<std::vector<Conjunction>> ways_; ///< by section, roles written out
    std::vector<const Rule*> denies_;
    Users all_users_;
    std::map<std::string_view, std::vector<std::string>> roles_of_;
    std::string roles_;
    std::set<std::string> ids_;
    std::set<std::pair<std::uint32_t, std::string>> told_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted native_to_hivemq(const Policy& policy) {
    return Writer{policy}.write();
}

} // namespace mqttx::acl
