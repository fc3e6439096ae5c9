// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"
#include "apps/mqttx/sub/format.hpp"
#include "apps/mqttx/sub/options.hpp"

#include <optional>
#include <string>

namespace mqttx::app::sub {

/// The text that stands for a message, as -v, -F and --json say.
class Record {
  public:
    /// `escapes`: control characters of the message are made visible; `colors`: the topic of -v is
    /// set off. Throws Error(usage) for a bad --format.
    Record(const Options& options, bool escapes, bool colors);

    /// Without the line feed behind it.
    [[nodiscard]] std::string text(const Arrival& arrival) const;

    /// Whether a line feed follows: not after nothing, and not with -N.
    [[nodiscard]] bool ends_line(const std::string& text) const noexcept {
        return !options_.no_newline && (!text.empty() || format_);
    }

  private:
    [[nodiscard]] std::string plain(const Arrival& arrival) const;

    const Options& options_;
    std::optional<Format> format_;
    bool escapes_;
    bool colors_;
};

/// Whether messages are escaped for this descriptor.
bool escapes_for(const Options& options, int descriptor) noexcept;

} // namespace mqttx::app::sub
