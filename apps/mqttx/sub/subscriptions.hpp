// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"
#include "common/cli/diagnostics.hpp"
#include "common/mqtt/session.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app::sub {

/// Every topic filter of the command line with its options.
std::vector<mqtt::Subscription> subscriptions_of(const Options& options);

/// Asks for the subscriptions, and keeps account of the answers.
class Subscriptions {
  public:
    Subscriptions(const Options& options, cli::Diagnostics& diagnostics);

    /// Subscribes, then unsubscribes.
    void request(mqtt::Session& session, const cli::PropertyOptions& properties);

    /// Reports what was refused. Throws Error(denied) when nothing was granted.
    void
    granted(std::string_view broker, std::span<const mqtt::Grant> grants, std::string_view reason);

    void unsubscribed() noexcept { --unanswered_; }

    /// Whether the broker has answered everything that was asked of this connection.
    [[nodiscard]] bool are_answered() const noexcept { return asked_ && unanswered_ == 0; }

    [[nodiscard]] bool any_denied() const noexcept { return any_denied_; }

    /// Whether a message may come twice because two filters take it.
    [[nodiscard]] bool overlap() const;

  private:
    void note_weaker(std::string_view broker, const mqtt::Grant& grant);

    std::vector<mqtt::Subscription> subscriptions_;
    const std::vector<std::string>& unsubscriptions_;
    cli::Diagnostics& diagnostics_;
    std::shared_ptr<Advice> advice_;
    std::set<std::string> weaker_{}; ///< filters whose lower QoS was told
    bool asked_ = false;
    bool any_denied_ = false;
    std::size_t refused_ = 0;    ///< of this connection's
    std::size_t unanswered_ = 0; ///< filters, of this connection's
};

} // namespace mqttx::app::sub
