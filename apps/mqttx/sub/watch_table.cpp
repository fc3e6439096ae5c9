// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/watch_table.hpp"

#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>

namespace mqttx::app::sub {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t longest_text = 512; ///< bytes that are kept of a message
constexpr std::size_t count_width = 8;
constexpr std::size_t age_width = 6;

std::string right(const std::string& text, std::size_t width) {
    return cat(std::string(width - std::min(width, text.size()), ' '), text);
}

/// "7s", "12m", "3h", "2d".
std::string age(Sink::Clock::duration time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    if (seconds < 60) {
        return cat(seconds, 's');
    }
    if (seconds < 3600) {
        return cat(seconds / 60, 'm');
    }
    return seconds < 86'400 ? cat(seconds / 3600, 'h') : cat(seconds / 86'400, 'd');
}

} // namespace

WatchTable::WatchTable(const Options& options, int terminal)
    : LiveTable{terminal, 200ms}, options_{options}, record_{options, true, false} {}

Sink::Taken WatchTable::take(const Arrival& arrival) {
    auto row = rows_.find(arrival.message.topic);
    if (row == rows_.end()) {
        if (rows_.size() >= most_topics) {
            ++others_;
            return Taken::yes;
        }
        row = rows_.emplace(std::string{arrival.message.topic}, Row{}).first;
    }
    // What the user wrote into a format may be a line feed; a row is one line.
    const auto text = options_.format ? record_.text(arrival) : std::string{};
    const auto shown = options_.format ? std::string_view{text} : as_text(arrival.content());
    const auto cut = shown.substr(0, longest_text);
    row->second.text = options_.format ? std::string{cut} : io::escape_for_terminal(cut);
    std::replace(row->second.text.begin(), row->second.text.end(), '\n', ' ');
    ++row->second.messages;
    row->second.latest = Clock::now();
    return Taken::yes;
}

std::size_t WatchTable::topic_width(std::size_t rows, std::size_t columns) const {
    std::size_t width = 5;
    for (auto row = rows_.begin(); row != rows_.end() && rows > 0; ++row, --rows) {
        width = std::max(width, io::display_width(io::escape_for_terminal(row->first)));
    }
    return std::min(width, columns / 2);
}

std::vector<std::string> WatchTable::lines(io::LiveScreen::Size size, Clock::time_point now) {
    const std::size_t room = size.rows > 3 ? size.rows - 3 : 1; // header, footer, cursor
    const auto width = topic_width(room, size.columns);
    std::vector<std::string> all;
    if (!options_.format) {
        all.push_back(
            cat(io::fit_to_width("topic", width),
                ' ',
                right("messages", count_width),
                right("age", age_width),
                "  payload")
        );
    }
    std::size_t shown = 0;
    for (auto row = rows_.begin(); row != rows_.end() && shown < room; ++row, ++shown) {
        const auto& [topic, about] = *row;
        all.push_back(
            options_.format ? about.text
                            : cat(io::fit_to_width(io::escape_for_terminal(topic), width),
                                  ' ',
                                  right(std::to_string(about.messages), count_width),
                                  right(age(now - about.latest), age_width),
                                  "  ",
                                  about.text)
        );
    }
    if (shown < rows_.size()) {
        all.push_back(cat("and ", rows_.size() - shown, " more topics"));
    } else if (rows_.empty()) {
        all.emplace_back("no message yet");
    }
    if (others_ > 0) {
        all.back() +=
            cat(", and ", others_, " messages of topics beyond the ", most_topics, " that are kept"
            );
    }
    return all;
}

} // namespace mqttx::app::sub
