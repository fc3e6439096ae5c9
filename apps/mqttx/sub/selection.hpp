// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"
#include "common/mqtt/message.hpp"

#include <random>

namespace mqttx::app::sub {

/// Which messages are wanted, as the options say.
class Selection {
  public:
    explicit Selection(const Options& options) : options_{options}, chance_{options.chance / 100} {}

    /// Whether the message ends the run: with --retained-only the first that was not kept.
    [[nodiscard]] bool ends_run(const mqtt::Message& message) const noexcept {
        return options_.retained_only && !message.retain;
    }

    /// Whether -T takes the topic out.
    [[nodiscard]] bool is_filtered_out(const mqtt::Message& message) const noexcept;

    /// Whether -R passes it over.
    [[nodiscard]] bool is_stale(const mqtt::Message& message) const noexcept {
        return options_.no_retained && message.retain;
    }

    /// Whether --random-filter lets it through this time; it counts for -C in any case.
    bool is_drawn() { return options_.chance >= 100 || chance_(random_); }

  private:
    const Options& options_;
    std::bernoulli_distribution chance_;
    std::minstd_rand random_{std::random_device{}()};
};

} // namespace mqttx::app::sub
