// SPDX-License-Identifier: Apache-2.0
#include "common/acl/decide.hpp"
#include "common/acl/reach.hpp"
#include "common/base/text.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <array>

/// Decisions of brokers that take the filter of a SUBSCRIBE for a topic name.
namespace mqttx::acl {

namespace {

std::string_view title_of(Broker broker) {
    return broker == Broker::emqx ? "EMQX" : "HiveMQ";
}

/// HiveMQ drops a slash at the end.
std::string_view as_compared(std::string_view topic, Broker broker) {
    return broker == Broker::hivemq && topic.size() > 1 && topic.ends_with('/')
               ? topic.substr(0, topic.size() - 1)
               : topic;
}

/// The first level of a topic that begins with '$'.
std::vector<std::string> roots_of(std::string_view topic) {
    std::vector<std::string> roots;
    if (topic.starts_with('$')) {
        roots.emplace_back(topic.substr(0, topic.find('/')));
    }
    return roots;
}

bool denies_something(const Policy& policy) {
    return std::any_of(policy.rules.begin(), policy.rules.end(), [](const Rule& rule) {
        return rule.effect == Effect::deny;
    });
}

} // namespace

void Decider::add_quirks(Decision& decision) const {
    if (policy_.asks_more) {
        decision.notes.emplace_back("answered for a client of which no condition on addresses, "
                                    "zones, listeners, attributes "
                                    "or regular expressions holds");
    }
    if (broker_ == Broker::hivemq && denies_something(policy_)) {
        decision.notes.emplace_back("HiveMQ knows no deny: what other rules allow stays allowed");
    }
}

Decision Decider::decide_compared(const Client& client, Action action, std::string_view topic) {
    auto decision = action.operation == Operation::subscribe ? decide_text(client, action, topic)
                    : action.operation == Operation::receive
                        ? decide_delivery(client, as_compared(topic, broker_))
                        : decide_topic(client, action, as_compared(topic, broker_));
    add_quirks(decision);
    return decision;
}

Decision Decider::decide_text(const Client& client, Action action, std::string_view filter) {
    Decision decision;
    const auto text = as_compared(topic::without_share(filter), broker_);
    if (const auto parts = topic::shared_subscription(filter)) {
        action.share_group = parts->group;
    }
    const auto roots = roots_of(text);
    const Chain rules{policy_, broker_, client, action, roots};
    const auto* clause = rules.deciding_text(text);
    decision.rule = clause == nullptr ? nullptr : clause->rule;
    const auto topics = topics_of(text);
    const auto denied = denied_topics(rules);
    const std::array<const Region*, 2> both{&topics, &denied};
    const auto beyond = common_topic(both);
    if (clause == nullptr || clause->effect == Effect::deny) {
        decision.why = clause == nullptr ? "no rule has this filter among its topics"
                                         : "this rule refuses the SUBSCRIBE";
        if (!beyond && clause == nullptr) {
            decision.notes.emplace_back(
                cat("all its topics are allowed, but by several rules, which ",
                    title_of(broker_),
                    " does not put together")
            );
        }
        return decision;
    }
    decision.answer = Answer::allowed;
    decision.why = "this rule allows the SUBSCRIBE, and deliveries are not looked at";
    if (beyond) {
        decision.leaked = *beyond;
        const auto* against = rules.deciding(*beyond);
        if (against != nullptr && against->rule != nullptr) {
            decision.beaten.push_back(against->rule);
        }
        decision.notes.emplace_back(
            cat(title_of(broker_),
                " takes the filter for a topic: it evades ",
                against == nullptr ? "the rules, none of which is about all its topics" : "a deny")
        );
    }
    return decision;
}

Decision Decider::decide_delivery(const Client& client, std::string_view topic) {
    const auto roots = roots_of(topic);
    Decision decision;
    const Clause* against = nullptr;
    for (int qos = 0; qos <= 2; ++qos) {
        const Chain rules{
            policy_, broker_, client, {.operation = Operation::subscribe, .qos = qos}, roots};
        const auto* clause = rules.deciding(topic);
        if (clause != nullptr && clause->effect == Effect::allow) {
            decision.answer = Answer::allowed;
            decision.rule = clause->rule;
            decision.why = "this rule allows it";
            return decision;
        }
        against = clause == nullptr ? against : clause;
        decision.rule = clause == nullptr ? decision.rule : clause->rule;
    }
    const Reach reach{{policy_, broker_}, client, Action{Operation::receive}, roots};
    const auto* filter = reach.bringing(topic);
    if (filter == nullptr) {
        decision.why = against == nullptr ? "no rule is about it, and no SUBSCRIBE brings it"
                                          : "this rule denies it, and no SUBSCRIBE brings it";
        return decision;
    }
    decision.answer = Answer::allowed;
    decision.leaked = topic;
    if (decision.rule != nullptr) {
        decision.beaten.push_back(decision.rule);
    }
    for (int qos = 0; qos <= 2; ++qos) {
        const Chain rules{
            policy_, broker_, client, {.operation = Operation::subscribe, .qos = qos}, roots};
        const auto* clause = rules.deciding_text(*filter);
        if (clause != nullptr && clause->effect == Effect::allow) {
            decision.rule = clause->rule;
            break;
        }
    }
    decision.why =
        cat("a SUBSCRIBE to ", in_quotes(*filter), " is accepted, and deliveries are not looked at"
        );
    return decision;
}

} // namespace mqttx::acl
