// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_file.hpp"
#include "common/acl/native_text.hpp"
#include "common/acl/other_broker.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/topic/filter_set.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <deque>

namespace mqttx::acl {

namespace {

constexpr std::size_t most_ways = 10'000;

bool is_text_only(const Rule& rule) {
    return rule.literal && rule.filter.find_first_of("+#") != std::string_view::npos;
}

/// The filters of allows, for each direction.
class Allowed {
  public:
    void add(const Rule& rule) {
        if (rule.effect == Effect::deny) {
            return;
        }
        const auto& filter = wide_.emplace_back(with_any_names(rule.filter));
        if (rule.operations.has(Operation::publish) && !is_text_only(rule)) {
            publish_.add(filter, 0);
        }
        if (rule.operations.has(Operation::subscribe)) {
            subscribe_.add(filter, 0);
        }
    }

    [[nodiscard]] bool meets(const Rule& rule) const {
        const auto filter = with_any_names(rule.filter);
        return (rule.operations.has(Operation::publish) && publish_.overlapping(filter)) ||
               (rule.operations.has(Operation::subscribe) && subscribe_.overlapping(filter));
    }

  private:
    std::deque<std::string> wide_;
    topic::FilterSet publish_;
    topic::FilterSet subscribe_;
};

class Writer {
  public:
    explicit Writer(const Policy& policy) : policy_{policy}, needed_(policy.rules.size()) {}

    Converted write() && {
        Allowed later;
        for (auto at = policy_.rules.size(); at-- > 0;) {
            needed_[at] =
                policy_.rules[at].effect == Effect::allow || later.meets(policy_.rules[at]);
            later.add(policy_.rules[at]);
        }
        Converted result;
        result.text = cat("format = \"", native_format, "\"\ndefault = \"deny\"\n");
        for (std::uint32_t number = 0; number < policy_.sections.size(); ++number) {
            result.text += section_text(number);
        }
        std::stable_sort(losses_.begin(), losses_.end(), [](const auto& a, const auto& b) {
            return a.span.begin < b.span.begin;
        });
        result.losses = std::move(losses_);
        return result;
    }

  private:
    std::string section_text(std::uint32_t number) {
        const auto& section = policy_.sections[number];
        std::vector<std::string> topics;
        std::vector<std::string> subscriptions; // allowed by their text alone
        for (const auto& rule : policy_.rules_of(section)) {
            const auto index = static_cast<std::size_t>(&rule - policy_.rules.data());
            if (!needed_[index]) {
                continue;
            }
            if (is_text_only(rule) && rule.effect == Effect::deny) {
                lose(
                    rule.span,
                    "this is left out: a native deny is about topics, not about the text of a "
                    "SUBSCRIBE"
                );
                continue;
            }
            if (auto filter = spelt(rule)) {
                (is_text_only(rule) ? subscriptions : topics).push_back(std::move(*filter));
                if (rule.effect == Effect::deny && earlier_.meets(rule)) {
                    note_earlier(rule, number);
                }
            }
        }
        for (const auto& rule : policy_.rules_of(section)) {
            earlier_.add(rule);
        }
        if (topics.empty() && subscriptions.empty()) {
            return {};
        }
        const auto subject = subject_of(section, number);
        return subject.empty() ? std::string{}
                               : rules_text(section, subject, topics, subscriptions);
    }

    std::string rules_text(
        const Section& section,
        const std::string& subject,
        const std::vector<std::string>& topics,
        const std::vector<std::string>& subscriptions
    ) const {
        const auto& first = policy_.rules_of(section).front();
        RuleWords words{.subject = subject, .effect = first.effect, .qos = first.qos};
        const bool publish = first.operations.has(Operation::publish);
        const bool subscribe = first.operations.has(Operation::subscribe);
        const std::string share = first.effect == Effect::allow ? "\"any\"" : "";
        const bool apart = first.retain != RetainRule::any && publish && subscribe;
        std::string text;
        const auto put = [&](bool publishes, bool subscribes, const std::vector<std::string>& list
                         ) {
            if (list.empty() || (!publishes && !subscribes)) {
                return;
            }
            words.publish = publishes;
            words.subscribe = subscribes;
            words.topics = list;
            words.retain = subscribes ? RetainRule::any : first.retain;
            words.share = subscribes ? share : "";
            text += rule_text(words);
        };
        if (apart) {
            put(true, false, topics);
            put(false, true, topics);
        } else {
            put(publish, subscribe, topics);
        }
        put(false, subscribe, subscriptions);
        return text;
    }

    /// The filter of a native rule; of an allow none where a level cannot be said.
    std::optional<std::string> spelt(const Rule& rule) {
        std::string out;
        bool lost = false;
        topic::Levels levels{rule.filter};
        for (bool first = true; const auto level = levels.next(); first = false) {
            out += first ? "" : "/";
            const bool said = level->find("${") == std::string_view::npos ||
                              (rule.has_variables && variable_in(*level) != Variable::none);
            out += said ? *level : "+";
            lost = lost || !said;
        }
        if (!lost) {
            return out;
        }
        const bool deny = rule.effect == Effect::deny;
        lose(
            rule.span,
            deny ? "this denies more: no variable of a native topic is that"
                 : "this is left out: no variable of a native topic is that"
        );
        return deny ? std::optional{out} : std::nullopt;
    }

    /// The subject in native words; empty when nobody is left of it.
    std::string subject_of(const Section& section, std::uint32_t number) {
        const bool deny = policy_.rules_of(section).front().effect == Effect::deny;
        std::vector<Conjunction> kept;
        for (auto tests : policy_.audience->set(number)) {
            const auto foreign = [](const SubjectTest& test) {
                return test.key == SubjectKey::role || test.key == SubjectKey::user_glob;
            };
            const auto found = std::find_if(tests.begin(), tests.end(), foreign);
            if (found != tests.end()) {
                lose(
                    section.span,
                    cat(deny ? "this denies it to more clients: no native subject is "
                             : "this is left out: no native subject is ",
                        found->key == SubjectKey::role
                            ? std::string{found->values.front()}
                            : cat("a user like ", in_quotes(found->values.front())))
                );
                if (!deny) {
                    continue;
                }
                std::erase_if(tests, foreign);
            }
            std::erase_if(tests, [&](const SubjectTest& test) {
                return test.key == SubjectKey::any && tests.size() > 1;
            });
            if (tests.empty()) {
                tests.push_back({.key = SubjectKey::any});
            }
            kept.push_back(joined(std::move(tests)));
        }
        return kept.empty() ? std::string{} : subject_value(kept);
    }

    /// A native table holds each key once: of two tests of one key the values both have are left.
    static Conjunction joined(Conjunction tests) {
        Conjunction all;
        for (auto& test : tests) {
            const auto same = std::find_if(all.begin(), all.end(), [&](const SubjectTest& known) {
                return known.key == test.key;
            });
            if (same == all.end()) {
                all.push_back(std::move(test));
            } else {
                std::erase_if(same->values, [&](std::string_view value) {
                    return std::find(test.values.begin(), test.values.end(), value) ==
                           test.values.end();
                });
            }
        }
        return all;
    }

    void note_earlier(const Rule& deny, std::uint32_t number) {
        const auto denied = with_any_names(deny.filter);
        const auto shares = [&](const Rule& rule) {
            if (rule.effect == Effect::deny || rule.section >= number ||
                !topic_overlaps(rule, denied)) {
                return false;
            }
            for (const auto& mine : policy_.audience->set(number)) {
                for (const auto& other : policy_.audience->set(rule.section)) {
                    const std::array<const Conjunction*, 2> both{&mine, &other};
                    if (!clients_of({}, both, most_ways).empty()) {
                        return true;
                    }
                }
            }
            return false;
        };
        if (std::any_of(policy_.rules.begin(), policy_.rules.end(), shares)) {
            lose(
                deny.span,
                "this denies what a rule in front of it allows: a native deny goes before every "
                "allow"
            );
        }
    }

    static bool topic_overlaps(const Rule& rule, std::string_view denied) {
        topic::FilterSet one;
        const auto wide = with_any_names(rule.filter);
        one.add(wide, 0);
        return one.overlapping(denied).has_value();
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Policy& policy_;
    std::vector<bool> needed_;
    Allowed earlier_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted emqx_to_native(const Policy& policy) {
    return Writer{policy}.write();
}

} // namespace mqttx::acl
