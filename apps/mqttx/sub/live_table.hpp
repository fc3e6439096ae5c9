// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/sink.hpp"
#include "common/io/live_screen.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace mqttx::app::sub {

/// A table on the terminal that follows the messages; what is drawn is up to its kinds. Messages
/// are safe to acknowledge once they are in the table.
class LiveTable : public Sink {
  public:
    /// Topics that a table remembers; messages of further ones are only counted.
    static constexpr std::size_t most_topics = 10'000;

    LiveTable(int terminal, std::chrono::milliseconds period)
        : screen_{terminal}, period_{period} {}

    void flush() override {}

    [[nodiscard]] std::optional<Clock::time_point> wake_time() const override { return next_; }

    void wake_up(Clock::time_point now) override;

    void make_way() override { screen_.clear(); }

  protected:
    /// The lines for a screen of this size, header first. Called once a period.
    virtual std::vector<std::string> lines(io::LiveScreen::Size size, Clock::time_point now) = 0;

  private:
    io::LiveScreen screen_;
    std::chrono::milliseconds period_;
    Clock::time_point next_ = Clock::now();
};

} // namespace mqttx::app::sub
