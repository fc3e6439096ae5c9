// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/diagnostics.hpp"
#include "common/cose/verdict.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string_view>

namespace mqttx::app::sub {

/// Reports refused payloads without letting a flood of them become a flood of lines: at most one
/// line a second for each reason, and totals at the end.
class Refusals {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Refusals(cli::Diagnostics& diagnostics) : diagnostics_{diagnostics} {}

    void add(const cose::Verdict& verdict, std::string_view topic, Clock::time_point now);

    /// Tells the totals of the reasons of which some were not shown.
    void tell_totals() const;

    [[nodiscard]] bool none() const noexcept { return seen_.empty(); }

  private:
    struct Seen {
        std::uint64_t count = 0;
        std::uint64_t shown = 0;
        Clock::time_point last_shown{};
    };

    cli::Diagnostics& diagnostics_;
    std::map<std::string_view, Seen> seen_; ///< by reason word
};

/// The error for a refused payload: "on 'a/b': auth-failed: ...".
Error refusal_error(const cose::Verdict& verdict, std::string_view topic);

} // namespace mqttx::app::sub
