// SPDX-License-Identifier: Apache-2.0
#include "common/acl/audience.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/region.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

/// Whether a variable stands in one of the rules.
bool mentions(std::span<const Rule> rules, std::string_view variable) {
    return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
        return rule.has_variables && rule.filter.find(variable) != std::string_view::npos;
    });
}

bool mentions_client_id(const Policy& policy) {
    return policy.common != no_index &&
           mentions(policy.rules_of(policy.sections[policy.common]), "%c");
}

} // namespace

/// What was not asked because we know too little about the client.
void Decider::add_missing_names(Decision& decision, const Client& client) const {
    if (!policy_.audience) {
        if (!client.id && decision.answer != Answer::allowed && mentions_client_id(policy_)) {
            decision.notes.emplace_back("patterns with %c were left out: the client id is not known"
            );
        }
        return;
    }
    const auto& audience = *policy_.audience;
    if (!client.id && audience.looks_at(SubjectKey::client_id)) {
        decision.notes.emplace_back("answered for a client id that no rule names");
    }
    if (!client.id && mentions(policy_.rules, "${client-id}")) {
        decision.notes.emplace_back(
            policy_.format == Format::native
                ? "the client id is not known: a deny with ${client-id} is taken as wide as it can "
                  "be"
                : "rules with the client id were left out: it is not known"
        );
    }
    if (!client.certificate && asks_for_certificates(policy_)) {
        decision.notes.emplace_back("answered for a client without a certificate");
    }
}

/// What a broker that grants less QoS than was asked for, or a subscription of one's own instead of
/// a shared one, would come to.
void Decider::add_other_levels(
    Decision& decision, const Client& client, Action action, std::string_view filter
) {
    if (!policy_.audience || decision.answer == Answer::allowed) {
        return;
    }
    const auto allows = [&](const Action& other) {
        const auto topics = topics_of(filter);
        const auto denied = denied_topics(chain(client, other));
        const std::array<const Region*, 2> missing{&topics, &denied};
        return !common_topic(missing);
    };
    auto other = action;
    while (other.qos > 0) {
        --other.qos;
        if (allows(other)) {
            decision.notes.emplace_back(cat(
                "at QoS ", other.qos, " it is allowed: a broker that downgrades would grant that"
            ));
            break;
        }
    }
    other = action;
    other.share_group = {};
    if (!action.share_group.empty() && allows(other)) {
        decision.notes.emplace_back("it is allowed when it is not shared: share in the rule lets "
                                    "groups in");
    }
}

/// What a SUBSCRIBE that is granted would not bring: a deny at another QoS than the one asked for
/// lets it pass, but no delivery.
void Decider::add_undelivered(
    Decision& decision, const Client& client, Action action, std::string_view filter
) {
    if (!policy_.audience || decision.answer == Answer::denied) {
        return;
    }
    const auto topics = topics_of(filter);
    const auto granted = allowed_topics(chain(client, action));
    const auto& deliveries = chain(client, {.operation = Operation::receive});
    const auto undelivered = denied_topics(deliveries);
    const std::array<const Region*, 3> lost{&topics, &granted, &undelivered};
    const auto topic = common_topic(lost);
    const auto* deny = topic ? deliveries.deciding(*topic) : nullptr;
    if (deny == nullptr || deny->rule == nullptr) {
        return;
    }
    decision.beaten.push_back(deny->rule);
    decision.notes.emplace_back(
        cat("the SUBSCRIBE is granted, but nothing is delivered from ",
            in_quotes(*topic),
            ": a deny at another QoS holds for deliveries at every QoS")
    );
}

} // namespace mqttx::acl
