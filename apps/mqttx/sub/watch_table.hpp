// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/live_table.hpp"
#include "apps/mqttx/sub/record.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace mqttx::app::sub {

/// --watch: a line for each topic with its last message, how many there were and how long ago the
/// last one came. With -F the line is that text.
class WatchTable : public LiveTable {
  public:
    /// Throws Error(usage) for a bad --format.
    WatchTable(const Options& options, int terminal);

    Taken take(const Arrival& arrival) override;

  private:
    struct Row {
        std::string text;
        std::uint64_t messages = 0;
        Clock::time_point latest{};
    };

    std::vector<std::string> lines(io::LiveScreen::Size size, Clock::time_point now) override;
    [[nodiscard]] std::size_t topic_width(std::size_t rows, std::size_t columns) const;

    const Options& options_;
    Record record_;
    std::map<std::string, Row, std::less<>> rows_;
    std::uint64_t others_ = 0; ///< messages of topics beyond the most
};

} // namespace mqttx::app::sub
