// SPDX-License-Identifier: Apache-2.0
#include "common/acl/decide.hpp"

#include "common/acl/region.hpp"
#include "common/acl/subscription.hpp"
#include "common/base/text.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

constexpr std::string_view accepted_in_vain =
    "the SUBSCRIBE will look accepted, nothing will be delivered";

/// Why one of two rules that match beats the other.
std::string_view
precedence(Broker broker, const Policy& policy, const Rule& winner, const Rule& beaten) {
    if (is_dynsec(broker)) {
        return "the first rule that matches decides, roles and rules by priority";
    }
    if (policy.format == Format::emqx) {
        return "the first rule that matches decides";
    }
    if (broker == Broker::strict || policy.audience) {
        return "a deny goes before every allow";
    }
    if (winner.section != beaten.section) {
        return winner.section == policy.common ? "patterns go last"
                                               : "the client's own rules go before patterns";
    }
    return "a deny goes before the allows beside it, wherever they stand";
}

std::string who(const Client& client) {
    const auto name = client.name();
    if (!name && client.certificate) {
        return cat("the certificate ", in_quotes(client.certificate->common_name.value_or("")));
    }
    return name ? cat("user ", in_quotes(*name)) : "a client without user name";
}

} // namespace

std::string_view answer_word(Answer answer) noexcept {
    switch (answer) {
    case Answer::allowed:
        return "allowed";
    case Answer::denied:
        return "denied";
    default:
        return "partly";
    }
}

const Chain& Decider::chain(const Client& client, Action action, std::string_view topic) {
    const bool by_root = broker_ == Broker::hivemq && topic.starts_with('$');
    const auto root = by_root ? topic.substr(0, topic.find('/')) : std::string_view{};
    key_.assign(1, static_cast<char>('0' + static_cast<int>(action.operation)));
    key_ += static_cast<char>('0' + action.qos);
    key_ += action.retain ? 'r' : 'n';
    key_ += action.share_group;
    key_ += '\0';
    key_ += client.user ? 'u' : '-';
    key_ += client.user.value_or("");
    key_ += '\0';
    key_ += client.id ? 'c' : '-';
    key_ += client.id.value_or("");
    if (client.certificate) {
        const auto& names = *client.certificate;
        key_ += cat('\0', names.common_name ? "n" : "-", names.common_name.value_or(""), '\0');
        for (const auto& name : names.alternative) {
            key_ += cat(name, '\0');
        }
        key_ += names.issuer_sha256;
    }
    if (by_root) {
        key_ += cat('\0', root);
    }
    if (last_ == nullptr || last_->first != key_) {
        auto found = chains_.find(key_);
        if (found == chains_.end()) {
            const std::vector<std::string> roots(by_root ? 1 : 0, std::string{root});
            found = chains_.emplace(key_, Chain{policy_, broker_, client, action, roots}).first;
        }
        last_ = &*found;
    }
    return last_->second;
}

bool Decider::allows(const Client& client, Action action, std::string_view topic) {
    if (compares_filters_as_topics(broker_)) {
        return decide_compared(client, action, topic).answer == Answer::allowed;
    }
    if (!chain(client, action).allows(topic)) {
        return false;
    }
    return action.operation != Operation::receive || !is_dynsec(broker_) ||
           answer_subscribe(policy_, broker_, client, topic).accepted;
}

Decision Decider::decide(const Client& asked, Action action, std::string_view topic) {
    const auto* subject = policy_.find(asked.name());
    auto client = asked;
    if (subject != nullptr && subject->client_id && !client.id) {
        client.id = *subject->client_id;
    }
    auto decision = compares_filters_as_topics(broker_) ? decide_compared(client, action, topic)
                    : action.operation == Operation::subscribe
                        ? decide_subscription(client, action, topic)
                        : decide_topic(client, action, topic);
    if (subject != nullptr && subject->disabled) {
        decision.notes.emplace_back("the client is disabled: it cannot connect at all");
    }
    if (subject != nullptr && subject->client_id && client.id != subject->client_id) {
        decision.notes.emplace_back(
            cat("the user cannot connect like this: it is bound to the client id ",
                in_quotes(*subject->client_id))
        );
    }
    add_missing_names(decision, client);
    return decision;
}

void Decider::explain_denial(
    Decision& decision, const Chain& chain, Action action, std::string_view topic
) const {
    if (decision.rule != nullptr) {
        return;
    }
    if (action.operation == Operation::publish && broker_ != Broker::strict &&
        topic.starts_with("$SYS")) {
        decision.why = "no client may publish to topics that begin with $SYS, whatever the rules";
    } else if (chain.skips_patterns()) {
        decision.why =
            "no rule of its own matches, and no pattern applies to names with '+' or '#'";
    }
}

Decision Decider::decide_topic(const Client& client, Action action, std::string_view topic) {
    const auto& rules = chain(client, action, topic);
    const auto matching = rules.matching(topic);
    Decision decision;
    const auto effect = matching.empty() ? rules.fallback_for(topic) : matching.front()->effect;
    decision.answer = effect == Effect::allow ? Answer::allowed : Answer::denied;
    decision.rule = matching.empty() ? nullptr : matching.front()->rule;
    for (const auto* clause : matching) {
        if (clause->effect != effect && clause->rule != nullptr) {
            decision.beaten.push_back(clause->rule);
        }
    }
    if (decision.rule == nullptr) {
        decision.why = effect == Effect::allow ? "no rule matches, and the file allows by default"
                                               : cat("no rule for ", who(client), " matches");
    } else if (decision.beaten.empty()) {
        decision.why = effect == Effect::allow ? "this rule allows it" : "this rule denies it";
    } else {
        decision.why = precedence(broker_, policy_, *decision.rule, *decision.beaten.front());
    }
    explain_denial(decision, rules, action, topic);
    if (action.operation == Operation::receive && is_dynsec(broker_) &&
        decision.answer == Answer::allowed) {
        const auto subscribe = answer_subscribe(policy_, broker_, client, topic);
        if (!subscribe.accepted) {
            decision = {
                .answer = Answer::denied,
                .rule = subscribe.rule,
                .why = "messages would be delivered, but no subscription to the topic is accepted"};
        }
    }
    return decision;
}

Decision
Decider::decide_subscription(const Client& client, Action action, std::string_view filter) {
    Decision decision;
    if (is_dynsec(broker_)) {
        const auto answer = answer_subscribe(policy_, broker_, client, filter);
        decision.rule = answer.rule;
        if (!answer.accepted) {
            decision.why = answer.rule != nullptr ? "this rule refuses the SUBSCRIBE"
                           : answer.without_wildcards != nullptr
                               ? cat("role ",
                                     in_quotes(answer.without_wildcards->name),
                                     " refuses every SUBSCRIBE with a wildcard")
                               : cat("no rule for ", who(client), " accepts the SUBSCRIBE");
            return decision;
        }
    }
    const auto shared = topic::without_share(filter);
    if (shared.size() != filter.size() && shared.starts_with('$') && is_2_0(broker_)) {
        decision.why = "a shared subscription delivers nothing from topics that begin with $";
        decision.notes.emplace_back(accepted_in_vain);
        return decision;
    }
    const auto topics = topics_of(shared);
    if (broker_ != Broker::strict) {
        action.operation = Operation::receive;
    } else if (const auto parts = topic::shared_subscription(filter)) {
        action.share_group = parts->group;
    }
    const auto& rules = chain(client, action);
    const auto allowed = allowed_topics(rules);
    const auto denied = denied_topics(rules);
    const std::array<const Region*, 2> arriving{&topics, &allowed};
    const std::array<const Region*, 2> missing{&topics, &denied};
    decision.arrives = common_topic(arriving);
    decision.lost = common_topic(missing);
    const auto* deciding = rules.deciding(decision.lost.value_or(decision.arrives.value_or("")));
    if (decision.rule == nullptr && deciding != nullptr) {
        decision.rule = deciding->rule;
    }
    decision.answer = !decision.arrives ? Answer::denied
                      : decision.lost   ? Answer::partly
                                        : Answer::allowed;
    add_other_levels(decision, client, action, shared);
    add_undelivered(decision, client, action, shared);
    const bool silent = broker_ != Broker::strict;
    switch (decision.answer) {
    case Answer::allowed:
        decision.why = "all topics of the filter are allowed";
        break;
    case Answer::partly:
        decision.why = silent ? "the SUBSCRIBE is accepted, but only some of its topics arrive"
                              : "only some topics of the filter are allowed";
        break;
    default:
        decision.why = cat("no topic of the filter is allowed to ", who(client));
        if (silent) {
            decision.notes.emplace_back(accepted_in_vain);
        }
        break;
    }
    return decision;
}

} // namespace mqttx::acl
