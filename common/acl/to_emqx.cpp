// SPDX-License-Identifier: Apache-2.0
#include "common/acl/accepted.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/emqx_terms.hpp"
#include "common/acl/other_broker.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace mqttx::acl {

namespace {

using namespace emqx_parts;

constexpr std::size_t most_conjunctions = 10'000;
constexpr std::size_t most_ways = 10'000;

class Writer {
  public:
    explicit Writer(const Policy& policy) : policy_{policy} {
        for (const auto& rule : policy.rules) {
            if (rule.effect == Effect::deny && rule.operations.has(Operation::subscribe)) {
                denies_.push_back(&rule);
            }
        }
    }

    Converted write() && {
        for (std::uint32_t number = 0; number < policy_.sections.size(); ++number) {
            add_section(number);
        }
        Converted result;
        result.text = first_ + then_;
        if (!guarded_.empty()) {
            std::string list;
            for (const auto& filter : guarded_) {
                list += cat(list.empty() ? "" : ", ", "{eq, ", erlang_string(filter), '}');
            }
            result.text += cat("{deny, all, subscribe, [", list, "]}.\n", last_);
        }
        result.text += "{deny, all}.\n";
        std::stable_sort(losses_.begin(), losses_.end(), [](const auto& a, const auto& b) {
            return a.span.begin < b.span.begin;
        });
        result.losses = std::move(losses_);
        return result;
    }

  private:
    void add_section(std::uint32_t number) {
        const auto& section = policy_.sections[number];
        const auto rules = policy_.rules_of(section);
        if (rules.empty()) {
            return;
        }
        const bool deny = rules.front().effect == Effect::deny;
        std::vector<Conjunction> kept;
        for (auto& tests :
             without_roles(*policy_.audience, policy_.audience->set(number), most_conjunctions)) {
            if (cut(tests, section.span, deny)) {
                kept.push_back(std::move(tests));
            }
        }
        if (kept.empty()) {
            return;
        }
        const auto who = who_term(kept);
        const bool shares = !deny && rules.front().operations.has(Operation::subscribe) &&
                            rules.front().share != ShareRule::any;
        if (shares) {
            lose(section.span, "shared subscriptions are allowed there as others are");
        }
        Lists lists;
        for (const auto& rule : rules) {
            sort_in(rule, lists);
        }
        const auto& first = rules.front();
        const bool publish = first.operations.has(Operation::publish);
        auto& text = deny ? first_ : then_;
        const bool apart = publish && first.retain != RetainRule::any;
        put(text, first, who, publish, !apart, lists.both);
        put(text, first, who, false, apart, lists.both);
        put(text, first, who, publish, false, lists.publish);
        put(last_, first, who, false, true, lists.guarded);
    }

    /// Topics by where they go.
    struct Lists {
        std::vector<std::string> both;    ///< whatever the rule is about
        std::vector<std::string> publish; ///< subscriptions were taken out
        std::vector<std::string> guarded; ///< subscriptions behind the guards
    };

    void
    put(std::string& text,
        const Rule& rule,
        const std::string& who,
        bool publish,
        bool subscribe,
        const std::vector<std::string>& topics) const {
        subscribe = subscribe && rule.operations.has(Operation::subscribe);
        if (topics.empty() || (!publish && !subscribe)) {
            return;
        }
        std::string list;
        for (const auto& topic : topics) {
            list += cat(list.empty() ? "" : ", ", topic);
        }
        text +=
            cat('{',
                rule.effect == Effect::allow ? "allow" : "deny",
                ", ",
                who,
                ", ",
                action_term(rule, publish, subscribe),
                ", [",
                list,
                "]}.\n");
    }

    void sort_in(const Rule& rule, Lists& lists) {
        const auto filter = spelt(rule);
        const bool text_by_accident = filter.starts_with("eq ");
        if (text_by_accident && filter.find_first_of("+#") != std::string::npos) {
            lose(rule.span, "this is left out: EMQX takes what begins with 'eq ' for a text");
            if (rule.effect == Effect::deny) {
                lists.both.emplace_back("\"#\"");
            }
            return;
        }
        const auto term =
            text_by_accident ? cat("{eq, ", erlang_string(filter), '}') : erlang_string(filter);
        if (rule.effect == Effect::deny || !rule.operations.has(Operation::subscribe)) {
            lists.both.push_back(term);
            return;
        }
        if (const auto* deny = evaded(rule)) {
            lose(
                rule.span,
                cat("subscriptions are left out: EMQX looks at the SUBSCRIBE alone, and one with a "
                    "wildcard evades the deny of ",
                    in_quotes(deny->filter))
            );
            lists.publish.push_back(term);
            return;
        }
        const auto wider = wider_subscription(rule.filter);
        if (!wider || is_covered(rule, *wider)) {
            lists.both.push_back(term);
            return;
        }
        lists.publish.push_back(term);
        if (rule.has_variables || wider->find('+') != std::string::npos) {
            lose(
                rule.span,
                cat("subscriptions are left out: EMQX would take one to ",
                    in_quotes(*wider),
                    " for it")
            );
        } else {
            guarded_.insert(*wider);
            lists.guarded.push_back(term);
        }
    }

    /// A topic with EMQX's variables. Of a deny with one EMQX says nothing for names that may not
    /// stand in a topic, so it is for everything from there on.
    std::string spelt(const Rule& rule) {
        std::string out;
        topic::Levels levels{rule.filter};
        for (bool first = true; const auto level = levels.next(); first = false) {
            out += first ? "" : "/";
            const auto variable = rule.has_variables ? variable_in(*level) : Variable::none;
            if (variable != Variable::none && rule.effect == Effect::deny) {
                lose(rule.span, "this denies more: everything from the variable on");
                return out + '#';
            }
            out += variable == Variable::client_id ? "${clientid}"
                   : variable == Variable::cert_cn ? "${cert_common_name}"
                                                   : *level;
        }
        return out;
    }

    /// A deny that a SUBSCRIBE to some filter of the allow is no topic of, and that has topics of
    /// it.
    const Rule* evaded(const Rule& allow) const {
        const auto allowed = widest_topics(allow);
        const auto found = std::find_if(denies_.begin(), denies_.end(), [&](const Rule* deny) {
            const auto denied = widest_topics(*deny);
            return (deny->qos & allow.qos) != 0 && topic::overlaps(denied, allowed) &&
                   !topic::contains(denied, allowed) && share_client(*deny, allow);
        });
        return found == denies_.end() ? nullptr : *found;
    }

    bool share_client(const Rule& a, const Rule& b) const {
        const auto ways_a =
            without_roles(*policy_.audience, policy_.audience->set(a.section), 1000);
        const auto ways_b =
            without_roles(*policy_.audience, policy_.audience->set(b.section), 1000);
        return std::any_of(ways_a.begin(), ways_a.end(), [&](const Conjunction& one) {
            return std::any_of(ways_b.begin(), ways_b.end(), [&](const Conjunction& other) {
                const std::array<const Conjunction*, 2> both{&one, &other};
                return !clients_of({}, both, most_ways).empty();
            });
        });
    }

    /// Whether another topic of the same rule allows everything below.
    bool is_covered(const Rule& rule, std::string_view wider) const {
        const auto rules = policy_.rules_of(policy_.sections[rule.section]);
        return std::any_of(rules.begin(), rules.end(), [&](const Rule& other) {
            return other.filter == wider || other.filter == "#";
        });
    }

    /// Leaves of a subject what can be said; false when nothing of it can.
    bool cut(Conjunction& tests, Span span, bool deny) {
        const auto foreign = [&](const SubjectTest& test) {
            return test.key == SubjectKey::anonymous || test.key > SubjectKey::client_id ||
                   (deny && test.key == SubjectKey::authenticated);
        };
        const auto found = std::find_if(tests.begin(), tests.end(), foreign);
        if (found != tests.end()) {
            const auto what = subject_words(std::array{Conjunction{*found}});
            lose(
                span,
                cat(deny ? "this denies it to more clients: EMQX has no condition for "
                         : "this is left out: EMQX has no condition for ",
                    what)
            );
            if (!deny) {
                return false;
            }
            std::erase_if(tests, foreign);
        }
        const bool by_name = std::any_of(tests.begin(), tests.end(), [](const SubjectTest& test) {
            return test.key == SubjectKey::authenticated;
        });
        if (by_name) {
            lose(span, "clients with a certificate, but without a user name, lose this");
        }
        std::erase_if(tests, [&](const SubjectTest& test) {
            return test.key == SubjectKey::any && tests.size() > 1;
        });
        if (tests.empty()) {
            tests.push_back({.key = SubjectKey::any});
        }
        return true;
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Policy& policy_;
    std::vector<const Rule*> denies_;
    std::string first_; ///< denies
    std::string then_;
    std::string last_; ///< behind the guards
    std::set<std::string> guarded_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted native_to_emqx(const Policy& policy) {
    return Writer{policy}.write();
}

} // namespace mqttx::acl
