// SPDX-License-Identifier: Apache-2.0
#include "common/io/live_screen.hpp"

#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/io/output.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::io {

namespace {

using Range = std::pair<char32_t, char32_t>;

template <std::size_t Count>
bool is_within(char32_t point, const std::array<Range, Count>& ranges) noexcept {
    return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
        return point >= range.first && point <= range.second;
    });
}

/// The East Asian wide blocks and the emoji that terminals agree on.
constexpr std::array<Range, 11> wide{
    {{0x1100, 0x115F},
     {0x2E80, 0x303E},
     {0x3041, 0xA4CF},
     {0xAC00, 0xD7A3},
     {0xF900, 0xFAFF},
     {0xFE30, 0xFE6F},
     {0xFF00, 0xFF60},
     {0xFFE0, 0xFFE6},
     {0x1F300, 0x1F64F},
     {0x1F900, 0x1F9FF},
     {0x20000, 0x3FFFD}}};

constexpr std::array<Range, 4> combining{
    {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

std::size_t columns_of(char32_t point) noexcept {
    if (point < 0x300) {
        return 1;
    }
    return is_within(point, combining) ? 0 : is_within(point, wide) ? 2 : 1;
}

/// The beginning of the text that fits, and the columns it takes.
std::pair<std::string_view, std::size_t>
fitting(std::string_view text, std::size_t columns) noexcept {
    std::size_t bytes = 0;
    std::size_t width = 0;
    while (bytes < text.size()) {
        const auto point = decode_utf8(text.substr(bytes));
        const auto next = point ? columns_of(point->value) : 1;
        if (width + next > columns) {
            break;
        }
        width += next;
        bytes += point ? point->length : 1;
    }
    return {text.substr(0, bytes), width};
}

} // namespace

std::size_t display_width(std::string_view text) noexcept {
    return fitting(text, std::string_view::npos - 2).second;
}

std::string fit_to_width(std::string_view text, std::size_t columns) {
    const auto [shown, width] = fitting(text, columns);
    return cat(shown, std::string(columns - width, ' '));
}

LiveScreen::Size LiveScreen::size() const noexcept {
    winsize size{};
    const bool known = ::ioctl(terminal_, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
    return known ? Size{size.ws_row, std::max<std::size_t>(size.ws_col, 1)} : Size{24, 80};
}

/// From below the lines to their beginning. After a change of size nobody knows how the terminal
/// broke them anew: everything is drawn afresh.
std::string LiveScreen::way_back(const Size& now) const {
    if (drawn_ == 0) {
        return {};
    }
    const bool same = now.rows == drawn_at_.rows && now.columns == drawn_at_.columns;
    return same ? cat("\x1b[", drawn_, 'A') : std::string{"\x1b[H\x1b[2J"};
}

void LiveScreen::draw(const std::vector<std::string>& lines) {
    const auto now = size();
    auto frame = way_back(now);
    const auto count = std::min(lines.size(), now.rows - 1);
    for (std::size_t at = 0; at < count; ++at) {
        // One column stays free: a line that fills the last one is wrapped by some terminals.
        frame += cat(fitting(lines[at], now.columns - 1).first, "\x1b[K\n");
    }
    frame += "\x1b[J";
    drawn_ = count;
    drawn_at_ = now;
    Output output{terminal_};
    output.write(frame);
    output.flush();
}

void LiveScreen::clear() {
    if (drawn_ > 0) {
        Output output{terminal_};
        output.write(cat(way_back(size()), "\x1b[J"));
        output.flush();
        drawn_ = 0;
    }
}

} // namespace mqttx::io
