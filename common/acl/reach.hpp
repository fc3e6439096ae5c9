// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/region.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mqttx::acl {

/// A policy as one broker takes it.
struct Reading {
    const Policy& policy;
    Broker broker;
};

/// What a client may publish to, or receive, as sets of topics; receiving needs a subscription too
/// where the broker looks at it. The policy must outlive it.
class Reach {
  public:
    /// `system_roots` as for Chain.
    Reach(
        const Reading& reading,
        const Client& client,
        Operation operation,
        std::span<const std::string> system_roots = {}
    )
        : Reach{reading, client, Action{operation}, system_roots} {}

    Reach(
        const Reading& reading,
        const Client& client,
        Action action,
        std::span<const std::string> system_roots = {}
    );
    Reach(const Reach&) = delete;
    Reach& operator=(const Reach&) = delete;
    ~Reach() = default;

    /// A topic that lies within, and not within the other.
    [[nodiscard]] std::optional<std::string> beyond(const Reach& other) const;

    /// A topic that lies within both.
    [[nodiscard]] std::optional<std::string> common(const Reach& other) const;

    /// Of a subscription at a broker that takes filters for topics: one that brings the topic;
    /// nullptr when there is none.
    [[nodiscard]] const std::string* bringing(std::string_view topic) const;

    /// A topic that lies within, and one that does not.
    [[nodiscard]] std::optional<std::string> some() const;
    [[nodiscard]] std::optional<std::string> missing() const;

  private:
    Chain main_;
    std::optional<Chain> subscribe_;

    /// The filters a broker accepts that takes them for topics.
    struct Accepted {
        std::vector<std::unique_ptr<Chain>> chains; ///< one for each QoS
        std::vector<std::string> filters;
        topic::FilterSet set;
    };

    void take_accepted(
        const Reading& reading,
        const Client& client,
        Action action,
        std::span<const std::string> system_roots
    );

    std::unique_ptr<Accepted> accepted_;
    Region allowed_;
    Region denied_;
    Region subscribable_;
};

/// Whether a client may publish or receive anything at all.
bool may_do_something(const Reading& reading, const Client& client);

/// Whether anybody may: a client without a name, a user of the file, or any other.
bool lets_somebody(const Reading& reading);

} // namespace mqttx::acl
