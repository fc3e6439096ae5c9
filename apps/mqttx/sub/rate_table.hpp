// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/live_table.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace mqttx::app::sub {

/// --rate: messages and bytes a second of each topic, the busiest on top.
class RateTable : public LiveTable {
  public:
    explicit RateTable(int terminal);

    Taken take(const Arrival& arrival) override;

  private:
    struct Row {
        std::uint64_t messages = 0;
        std::uint64_t recent = 0;       ///< messages since the table was drawn
        std::uint64_t recent_bytes = 0; ///< of payload
    };

    static void count(Row& row, std::size_t bytes);
    std::vector<std::string> lines(io::LiveScreen::Size size, Clock::time_point now) override;
    [[nodiscard]] std::string
    line(const Row& row, Clock::time_point now, const std::string& name) const;

    std::map<std::string, Row, std::less<>> rows_;
    Row all_;
    Row others_; ///< of topics beyond the most
    Clock::time_point began_ = Clock::now();
    Clock::time_point drawn_ = Clock::now();
};

} // namespace mqttx::app::sub
