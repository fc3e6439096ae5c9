// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/sink.hpp"
#include "common/io/child.hpp"
#include "common/io/file.hpp"
#include "common/io/streams.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app::sub {

/// Runs the command behind "--" once for each message, one after the other and without a shell: the
/// payload on its standard input, the rest in its environment. A message is taken when the command
/// has left with 0.
class CommandRunner : public Sink {
  public:
    struct Order {
        std::vector<std::string> command;
        std::uint64_t retries = 0;
    };

    /// What goes on while a command runs.
    struct Meanwhile {
        int signals = -1; ///< readable when a signal wants us to end
        std::optional<Clock::time_point> deadline{};
        std::function<void()> keep_alive{}; ///< called about once a second
    };

    /// `warn` is told of properties that are too large for the environment.
    CommandRunner(
        Order order, const io::Streams& streams, std::function<void(const std::string&)> warn
    );

    void set_meanwhile(Meanwhile meanwhile) { meanwhile_ = std::move(meanwhile); }

    /// Throws Error(local) when the command cannot be run, or gave up after all retries.
    Taken take(const Arrival& arrival) override;

    void flush() override {}

  private:
    /// How it ended; none when we were interrupted first, and ended it.
    std::optional<io::Ending> run_once(const Arrival& arrival);
    std::optional<io::Ending> await_end(io::Child& child, io::Descriptor input, ByteView content);
    [[nodiscard]] std::vector<std::string> environment(const Arrival& arrival) const;
    [[nodiscard]] bool pause(std::chrono::milliseconds time) const;
    [[nodiscard]] bool is_over() const;

    Order order_;
    const io::Streams& streams_;
    std::function<void(const std::string&)> warn_;
    Meanwhile meanwhile_;
};

} // namespace mqttx::app::sub
