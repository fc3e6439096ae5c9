// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"

#include <chrono>
#include <optional>

namespace mqttx::app::sub {

/// Where delivered messages go: to standard output, into a table, to a command.
class Sink {
  public:
    using Clock = std::chrono::steady_clock;

    /// What a sink has made of a message.
    enum class Taken {
        yes,
        interrupted, ///< a signal or the end of -W came first: not to be acknowledged
    };

    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    /// Throws Error(local) or io::ClosedPipe when the message cannot be taken.
    virtual Taken take(const Arrival& arrival) = 0;

    /// Makes what was taken safe to acknowledge. Throws as take().
    virtual void flush() = 0;

    /// When wake_up() wants to be called.
    [[nodiscard]] virtual std::optional<Clock::time_point> wake_time() const {
        return std::nullopt;
    }

    virtual void wake_up(Clock::time_point /*now*/) {}

    /// Before something else is written to the terminal.
    virtual void make_way() {}
};

} // namespace mqttx::app::sub
