// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/chain.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mqttx::acl {

enum class Answer : std::uint8_t { allowed, denied, partly };

/// "allowed", "denied", "partly".
std::string_view answer_word(Answer answer) noexcept;

/// An answer and what it rests on.
struct Decision {
    Answer answer = Answer::denied;
    const Rule* rule = nullptr;        ///< the rule that decides; nullptr: none does
    std::string why;                   ///< a sentence, lower case, no full stop
    std::vector<const Rule*> beaten{}; ///< rules that match too and would answer otherwise
    /// A topic of the subscription that never arrives where the rest does (partly).
    std::optional<std::string> lost{};
    /// A topic of the subscription that arrives (partly).
    std::optional<std::string> arrives{};
    /// A topic that arrives although the rules, taken by their topics, do not allow it (allowed).
    std::optional<std::string> leaked{};
    std::vector<std::string> notes{}; ///< sentences
};

/// Answers questions about one policy as one broker. A client that is asked about again is
/// remembered, so the second answer takes less than a microsecond. The policy must outlive it.
class Decider {
  public:
    Decider(const Policy& policy, Broker broker) : policy_{policy}, broker_{broker} {}

    [[nodiscard]] const Policy& policy() const noexcept { return policy_; }

    [[nodiscard]] Broker broker() const noexcept { return broker_; }

    /// The answer about a topic name (publish, receive) or a filter, $share included (subscribe),
    /// with its reasons. A client without an id has the one it is bound to, if it is. Text that is
    /// no topic is the caller's to refuse.
    Decision decide(const Client& asked, Action action, std::string_view topic);

    /// Whether a client may publish to or receive a topic. Of a receive with dynsec: whether a
    /// subscription to that very topic is accepted and its messages are delivered.
    bool allows(const Client& client, Action action, std::string_view topic);

    /// The chain of a client, made when it is asked for first; with what is said of the topics that
    /// begin like `topic`, where a broker's wildcards stand for '$' too.
    const Chain& chain(const Client& client, Action action, std::string_view topic = {});

  private:
    Decision decide_topic(const Client& client, Action action, std::string_view topic);
    Decision decide_subscription(const Client& client, Action action, std::string_view filter);
    Decision decide_compared(const Client& client, Action action, std::string_view topic);
    Decision decide_text(const Client& client, Action action, std::string_view filter);
    Decision decide_delivery(const Client& client, std::string_view topic);
    void add_quirks(Decision& decision) const;
    void add_missing_names(Decision& decision, const Client& client) const;
    void add_other_levels(
        Decision& decision, const Client& client, Action action, std::string_view filter
    );
    void add_undelivered(
        Decision& decision, const Client& client, Action action, std::string_view filter
    );
    void explain_denial(
        Decision& decision, const Chain& chain, Action action, std::string_view topic
    ) const;

    const Policy& policy_;
    Broker broker_;
    std::unordered_map<std::string, Chain> chains_;
    const std::pair<const std::string, Chain>* last_ = nullptr; ///< the one asked for before
    std::string key_;
};

} // namespace mqttx::acl
