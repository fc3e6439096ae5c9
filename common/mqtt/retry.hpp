// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"
#include "common/mqtt/backoff.hpp"
#include "common/mqtt/options.hpp"

#include <chrono>
#include <optional>

namespace mqttx::mqtt {

/// Decides whether a failed attempt or a lost connection is followed by another attempt, and when.
class Retry {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Retry(const Patience& patience) : patience_{patience} {}

    void begin(Clock::time_point now) { trying_since_ = now; }

    /// A CONNACK accepted us.
    void connected(Clock::time_point now);

    /// Whether another attempt cannot change this.
    [[nodiscard]] static bool is_permanent(const Error& cause);

    /// How long to wait before the next attempt; none: give up with this cause. The last attempt is
    /// made when the time is up, not one waiting time before.
    std::optional<std::chrono::milliseconds>
    after_failure(const Error& cause, Clock::time_point now);

    /// The connection that was up is gone: the time to come back counts from here.
    void lost(Clock::time_point now);

    [[nodiscard]] bool was_connected() const noexcept { return was_connected_; }

    /// An attempt found nobody to talk to: it was the broker that went away, and a loss before it
    /// is none that another client caused.
    void found_nobody() noexcept { short_connections_ = 0; }

    /// Three losses in a row, each within 10 s of its CONNACK and followed by a broker that is
    /// there: another client probably has our identifier.
    [[nodiscard]] bool looks_like_takeover() const noexcept { return short_connections_ >= 3; }

  private:
    Patience patience_;
    Backoff backoff_;
    Clock::time_point trying_since_{};
    Clock::time_point connected_at_{};
    int attempts_ = 0;
    int short_connections_ = 0;
    bool was_connected_ = false;
};

} // namespace mqttx::mqtt
