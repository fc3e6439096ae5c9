// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/record.hpp"
#include "apps/mqttx/sub/sink.hpp"
#include "common/io/output.hpp"

namespace mqttx::app::sub {

/// Writes messages to standard output: bytes untouched into a pipe or file, escaped, coloured and
/// one record a line on a terminal.
class Printer : public Sink {
  public:
    /// Throws Error(usage) for a bad --format.
    Printer(const Options& options, int output, bool colors)
        : record_{options, escapes_for(options, output), colors}, output_{output} {}

    Taken take(const Arrival& arrival) override;

    void flush() override { output_.flush(); }

  private:
    Record record_;
    io::Output output_;
};

} // namespace mqttx::app::sub
