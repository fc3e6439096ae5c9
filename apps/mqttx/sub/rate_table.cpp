// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/rate_table.hpp"

#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mqttx::app::sub {

namespace {

using namespace std::chrono_literals;

double in_seconds(Sink::Clock::duration time) {
    return std::max(std::chrono::duration<double>(time).count(), 0.001);
}

} // namespace

RateTable::RateTable(int terminal) : LiveTable{terminal, 1s} {}

void RateTable::count(Row& row, std::size_t bytes) {
    ++row.messages;
    ++row.recent;
    row.recent_bytes += bytes;
}

Sink::Taken RateTable::take(const Arrival& arrival) {
    const auto bytes = arrival.message.payload.size();
    count(all_, bytes);
    auto row = rows_.find(arrival.message.topic);
    if (row == rows_.end() && rows_.size() < most_topics) {
        row = rows_.emplace(std::string{arrival.message.topic}, Row{}).first;
    }
    count(row == rows_.end() ? others_ : row->second, bytes);
    return Taken::yes;
}

std::string RateTable::line(const Row& row, Clock::time_point now, const std::string& name) const {
    const auto recent = in_seconds(now - drawn_);
    std::array<char, 96> numbers{};
    std::snprintf(
        numbers.data(),
        numbers.size(),
        "%10.1f %10.1f %12.0f %10llu  ",
        static_cast<double>(row.recent) / recent,
        static_cast<double>(row.messages) / in_seconds(now - began_),
        static_cast<double>(row.recent_bytes) / recent,
        static_cast<unsigned long long>(row.messages)
    );
    return cat(std::string_view{numbers.data()}, name);
}

std::vector<std::string> RateTable::lines(io::LiveScreen::Size size, Clock::time_point now) {
    std::vector<std::pair<std::string_view, const Row*>> order;
    order.reserve(rows_.size());
    for (const auto& [topic, row] : rows_) {
        order.emplace_back(topic, &row);
    }
    const std::size_t room = size.rows > 5 ? size.rows - 5 : 1; // header, sums, cursor
    const auto shown = std::min(room, order.size());
    std::partial_sort(
        order.begin(),
        order.begin() + static_cast<std::ptrdiff_t>(shown),
        order.end(),
        [](const auto& a, const auto& b) {
            return a.second->messages != b.second->messages
                       ? a.second->messages > b.second->messages
                       : a.first < b.first;
        }
    );
    std::vector<std::string> all{
        cat("messages/s    average      bytes/s   messages  topic"),
        line(all_, now, cat("all ", counted(rows_.size(), "topic")))};
    for (std::size_t at = 0; at < shown; ++at) {
        all.push_back(line(*order[at].second, now, io::escape_for_terminal(order[at].first)));
    }
    if (others_.messages > 0) {
        all.push_back(line(others_, now, cat("topics beyond the ", most_topics, " that are kept")));
    }
    if (shown < order.size()) {
        all.push_back(cat("and ", order.size() - shown, " more topics"));
    }
    for (auto& [topic, row] : rows_) {
        row.recent = row.recent_bytes = 0;
    }
    all_.recent = all_.recent_bytes = others_.recent = others_.recent_bytes = 0;
    drawn_ = now;
    return all;
}

} // namespace mqttx::app::sub
