// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace mqttx::app::pub {

/// A line on a terminal that tells how far a long run has come, written over and over; anywhere
/// else, and in short runs, nothing.
class Progress {
  public:
    using Clock = std::chrono::steady_clock;

    /// On this descriptor, if it is a terminal and `wanted`.
    Progress(int descriptor, bool wanted);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    ~Progress() { clear(); }

    /// Shows the numbers, at most twice a second.
    void show(std::uint64_t accepted, std::uint64_t under_way, Clock::time_point now);

    /// When numbers that are not shown yet may be; none while there is nothing to show.
    [[nodiscard]] std::optional<Clock::time_point>
    due(std::uint64_t accepted, std::uint64_t under_way) const noexcept;

    /// Takes the line away, so that something else can be said.
    void clear() noexcept;

  private:
    int descriptor_;
    Clock::time_point began_;
    Clock::time_point next_;
    bool is_shown_ = false;
    std::uint64_t accepted_ = 0; ///< as shown last
    std::uint64_t under_way_ = 0;
};

} // namespace mqttx::app::pub
