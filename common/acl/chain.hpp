// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/bind.hpp"
#include "common/acl/broker.hpp"
#include "common/acl/policy.hpp"
#include "common/topic/cover.hpp"

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What is asked for, beside the topic.
struct Action {
    Operation operation = Operation::publish;
    int qos = 0;                    ///< of the message, or the one a SUBSCRIBE asks for
    bool retain = false;            ///< of the message
    std::string_view share_group{}; ///< of a SUBSCRIBE to $share/GROUP/..., empty: none
};

/// A rule as it applies to one client: its filter with the client's names in place.
struct Clause {
    std::string_view filter;
    Effect effect;
    const Rule* rule; ///< nullptr: the broker's own
};

/// Every rule that applies to one client and action, in the order in which they are asked: the
/// first that matches decides, whatever the format. The policy must outlive it.
class Chain {
  public:
    /// `system_roots` are first levels that begin with '$' and that another policy names, where
    /// both are to be compared; or that a question is about.
    Chain(
        const Policy& policy,
        Broker broker,
        const Client& client,
        Action action,
        std::span<const std::string> system_roots = {}
    );
    Chain(Chain&&) = default;
    Chain& operator=(Chain&&) = default;
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;
    ~Chain() = default;

    [[nodiscard]] const std::vector<Clause>& clauses() const noexcept { return clauses_; }

    /// The answer where no clause matches, but for what the broker forbids itself.
    [[nodiscard]] Effect fallback() const noexcept { return fallback_; }

    /// The answer about a topic that no clause matches.
    [[nodiscard]] Effect fallback_for(std::string_view topic) const;

    /// The clause that decides about a topic; nullptr: the fallback does.
    [[nodiscard]] const Clause* deciding(std::string_view topic) const;

    [[nodiscard]] bool allows(std::string_view topic) const;

    /// The clause that decides about a SUBSCRIBE where its filter is taken for a topic name (see
    /// compares_filters_as_topics).
    [[nodiscard]] const Clause* deciding_text(std::string_view filter) const;

    /// Rules about the very text of a SUBSCRIBE: whether there are some, and which decide and
    /// allow.
    [[nodiscard]] bool has_texts() const noexcept { return !texts_.empty(); }

    [[nodiscard]] std::vector<const Clause*> allowed_texts() const;

    /// The clauses that match the topic, the deciding one in front.
    [[nodiscard]] std::vector<const Clause*> matching(std::string_view topic) const;

    [[nodiscard]] const topic::FilterSet& allowing() const noexcept { return allowing_; }

    [[nodiscard]] const topic::FilterSet& denying() const noexcept { return denying_; }

    /// Whether patterns are not asked because of the client's names.
    [[nodiscard]] bool skips_patterns() const noexcept { return skips_patterns_; }

  private:
    struct Order;

    void add_conditional(const Client& client, Order& order);
    void add_compared(std::string_view filter, const Rule& rule, const Order& order);
    void add_section(const Section& section, const Order& order);
    void add(const Rule& rule, const Order& order);
    void close_system_topics(std::span<const std::string> more_roots);
    void add_clause(std::string_view filter, Effect effect, const Rule* rule);

    const Policy* policy_ = nullptr;
    std::vector<Clause> clauses_;

    /// Rules about the very text of a SUBSCRIBE, each with the number of clauses in front of it.
    struct TextClause {
        Clause clause;
        std::size_t rank;
    };

    std::vector<TextClause> texts_;
    std::deque<std::string> bound_;
    topic::FilterSet allowing_; ///< ranked by place among the clauses
    topic::FilterSet denying_;
    Effect fallback_ = Effect::deny;
    bool skips_patterns_ = false;
    bool guards_system_ = false; ///< nobody publishes below $SYS, whatever the default
};

} // namespace mqttx::acl
