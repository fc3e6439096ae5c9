// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/diagnostics.hpp"
#include "common/mqtt/session.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace mqttx::app::sub {

/// Clears retained messages: publishes an empty one of QoS 1 to each topic, as fast as the window
/// allows.
class RetainedRemover {
  public:
    explicit RetainedRemover(cli::Diagnostics& diagnostics) : diagnostics_{diagnostics} {}

    void remove(std::string_view topic) { waiting_.emplace_back(topic); }

    /// Publishes what the window has room for.
    void proceed(mqtt::Session& session);

    /// The broker's answer; a refusal is reported.
    void answered(std::uint64_t ticket, int code, std::string_view reason_string);

    /// Whether every topic that was asked for has been answered.
    [[nodiscard]] bool is_idle() const noexcept { return waiting_.empty() && under_way_.empty(); }

    [[nodiscard]] bool any_denied() const noexcept { return any_denied_; }

    [[nodiscard]] std::size_t unanswered() const noexcept {
        return waiting_.size() + under_way_.size();
    }

    /// The topic of a ticket, for messages.
    [[nodiscard]] std::string name_of(std::uint64_t ticket) const;

  private:
    cli::Diagnostics& diagnostics_;
    std::deque<std::string> waiting_;
    std::map<std::uint64_t, std::string> under_way_;
    std::uint64_t last_ticket_ = 0;
    bool any_denied_ = false;
};

} // namespace mqttx::app::sub
