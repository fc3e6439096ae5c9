// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"
#include "apps/mqttx/sub/format.hpp"
#include "apps/mqttx/sub/options.hpp"
#include "common/io/output.hpp"

#include <optional>

namespace mqttx::app::sub {

/// Writes messages to standard output: bytes untouched into a pipe or file, escaped and one record
/// a line on a terminal.
class Printer {
  public:
    /// Throws Error(usage) for a bad --format.
    Printer(const Options& options, int output);

    /// Adds a message to the buffered output. Throws Error(local), io::ClosedPipe.
    void print(const Arrival& arrival);

    /// Puts everything out. Throws Error(local), io::ClosedPipe.
    void flush() { output_.flush(); }

  private:
    [[nodiscard]] std::string record(const Arrival& arrival) const;
    [[nodiscard]] std::string plain_record(const Arrival& arrival) const;

    const Options& options_;
    std::optional<Format> format_;
    io::Output output_;
    bool escapes_;
};

} // namespace mqttx::app::sub
