// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <random>

namespace mqttx::mqtt {

/// Waiting times between attempts: doubling from 0.4 s to 30 s, each shortened at random by up to
/// half, so that clients which lost the same broker do not come back all at once.
class Backoff {
  public:
    void reset() noexcept { step_ = 0; }

    std::chrono::milliseconds next() {
        constexpr std::chrono::milliseconds first{400};
        constexpr std::chrono::milliseconds longest{30'000};
        const auto full = std::min(longest, first * (1 << std::min(step_, 10)));
        ++step_;
        std::uniform_int_distribution<std::chrono::milliseconds::rep> part{
            full.count() / 2, full.count()};
        return std::chrono::milliseconds{part(random_)};
    }

  private:
    int step_ = 0;
    std::minstd_rand random_{std::random_device{}()};
};

} // namespace mqttx::mqtt
