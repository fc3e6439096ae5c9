// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/finding.hpp"
#include "common/cli/command.hpp"
#include "common/io/output.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace mqttx::app::doctor {

/// How findings are written.
struct Style {
    bool json = false;
    bool color = false;
    bool terminal = false;   ///< the way out goes on a line of its own
    std::size_t columns = 0; ///< at which sentences are broken; 0: nowhere
};

/// A finding as one line of JSON (its line feed included).
std::string json_line(const Finding& finding);

/// A finding for people.
std::string text_line(const Finding& finding, const Style& style);

/// Writes findings as they come, and counts them.
class Report {
  public:
    Report(io::Output& out, const Style& style) : out_{out}, style_{style} {}

    void add(const Finding& finding);
    void add(const Findings& findings);

    /// The line of totals, for people.
    void finish();

    [[nodiscard]] bool has_failures() const noexcept { return count(Outcome::fail) > 0; }

  private:
    [[nodiscard]] int count(Outcome outcome) const noexcept {
        return counts_[static_cast<std::size_t>(outcome)];
    }

    io::Output& out_;
    Style style_;
    std::array<int, 4> counts_{};
};

} // namespace mqttx::app::doctor
