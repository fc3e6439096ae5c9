// SPDX-License-Identifier: Apache-2.0
#include "tests/broker/agreement.hpp"

#include "common/topic/match.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::test {

namespace {

constexpr int first_refusal = 0x80;
constexpr std::string_view bridge_state = "$SYS/broker/connection/+/state";

std::vector<Message> messages_on(const std::vector<std::string>& topics, bool retain) {
    std::vector<Message> all;
    for (const auto& topic : topics) {
        all.push_back({.topic = topic, .retain = retain});
    }
    return all;
}

/// Without what no client may publish.
std::vector<std::string> publishable(std::vector<std::string> topics) {
    std::erase_if(topics, [](const auto& topic) {
        return topic.starts_with("$SYS") && !topic::matches(bridge_state, topic);
    });
    return topics;
}

bool says_accepted(const acl::Decision& decision, acl::Broker broker) {
    if (broker == acl::Broker::strict) {
        return decision.answer == acl::Answer::allowed;
    }
    return decision.answer != acl::Answer::denied ||
           std::any_of(decision.notes.begin(), decision.notes.end(), [](const auto& note) {
               return note.find("look accepted") != std::string::npos;
           });
}

} // namespace

Agreement::Agreement(int port, const acl::Policy& policy, acl::Broker broker, const Login& admin)
    : port_{port}, decider_{policy, broker}, admin_{port, admin} {
    for (const auto* filter : {"#", "$x/#", "$SYS/broker/connection/#", "$SYSTEM/#"}) {
        admin_.subscribe(filter);
    }
    admin_.messages();
}

void Agreement::compare(
    const Login& login,
    const std::vector<std::string>& topics,
    const std::vector<std::string>& filters,
    std::mt19937& random
) {
    client_ = {login.user, login.id};
    RawClient client{port_, login};
    compare_publishing(client, topics, random);
    compare_receiving(client, topics, random() % 2 == 0);
    for (const auto& filter : filters) {
        compare_subscription(client, filter, topics, static_cast<int>(random() % 3));
    }
}

/// By the message that arrives elsewhere; where there is a PUBACK it says the same.
void Agreement::compare_publishing(
    RawClient& client, const std::vector<std::string>& topics, std::mt19937& random
) {
    std::vector<Message> messages;
    for (const auto& topic : topics) {
        messages.push_back(
            {.topic = topic, .qos = static_cast<int>(random() % 3), .retain = random() % 2 == 0}
        );
    }
    const auto codes = client.publish(messages);
    const auto arrived = admin_.topics();
    for (std::size_t at = 0; at < messages.size(); ++at) {
        const auto& message = messages[at];
        const acl::Action action{acl::Operation::publish, message.qos, message.retain};
        const bool said = decider_.allows(client_, action, message.topic);
        judge(arrived.contains(message.topic), said, "publish " + message.topic);
        if (message.qos > 0 && (codes[at] < first_refusal) != arrived.contains(message.topic)) {
            disagreements_.push_back("the PUBACK of " + message.topic);
        }
    }
    clear_retained(publishable(topics));
}

void Agreement::clear_retained(const std::vector<std::string>& topics) {
    auto messages = messages_on(topics, true);
    for (auto& message : messages) {
        message.payload.clear();
    }
    admin_.publish(messages);
    admin_.messages();
}

void Agreement::compare_receiving(
    RawClient& client, const std::vector<std::string>& topics, bool retained
) {
    const auto messages = messages_on(publishable(topics), retained);
    if (retained) {
        admin_.publish(messages);
    }
    for (const auto& message : messages) {
        client.subscribe(message.topic);
    }
    if (!retained) {
        admin_.publish(messages);
    }
    const auto arrived = client.topics();
    for (const auto& message : messages) {
        client.unsubscribe(message.topic);
        // By the file alone a message may be received that a subscription at QoS 0 does not bring.
        const bool said = decider_.allows(client_, {acl::Operation::receive}, message.topic) &&
                          (decider_.broker() != acl::Broker::strict ||
                           decider_.allows(client_, {acl::Operation::subscribe}, message.topic));
        judge(arrived.contains(message.topic), said, "receive " + message.topic);
    }
    clear_retained(publishable(topics));
}

void Agreement::compare_subscription(
    RawClient& client, const std::string& filter, const std::vector<std::string>& topics, int qos
) {
    const bool accepted = client.subscribe(filter, qos) < first_refusal;
    const auto decision = decider_.decide(client_, {acl::Operation::subscribe, qos}, filter);
    judge(accepted, says_accepted(decision, decider_.broker()), "subscribe " + filter);
    if (!accepted) {
        return;
    }
    auto asked = publishable(topics);
    for (const auto& witness : {decision.arrives, decision.lost}) {
        if (witness) {
            asked.push_back(*witness);
        }
    }
    asked = publishable(asked);
    admin_.publish(messages_on(asked, false));
    admin_.messages();
    const auto arrived = client.topics();
    client.unsubscribe(filter);
    for (const auto& topic : asked) {
        if (!topic::matches(topic::without_share(filter), topic)) {
            continue;
        }
        const bool live = arrived.contains(topic);
        if (live != says_delivered(decision, topic)) {
            complain(live, "delivery of " + topic + " under " + filter);
        }
    }
}

/// What the answer as a whole says of one topic; of a partial one, what the rules do.
bool Agreement::says_delivered(const acl::Decision& decision, const std::string& topic) {
    if (decider_.broker() == acl::Broker::strict) {
        return decider_.chain(client_, {acl::Operation::receive}).allows(topic);
    }
    if (topic == decision.arrives || topic == decision.lost) {
        return topic == decision.arrives;
    }
    return decision.answer == acl::Answer::partly
               ? decider_.chain(client_, {acl::Operation::receive}).allows(topic)
               : decision.answer == acl::Answer::allowed;
}

void Agreement::judge(bool live, bool said, const std::string& question) {
    ++cases_;
    if (live != said) {
        complain(live, question);
    }
}

void Agreement::complain(bool live, const std::string& question) {
    disagreements_.push_back(
        client_.user.value_or("(anonymous)") + " with id " + client_.id.value_or("") + ", " +
        question + ": the broker " + (live ? "does it" : "does not")
    );
}

} // namespace mqttx::test
