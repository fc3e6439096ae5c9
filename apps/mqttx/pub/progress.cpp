// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/progress.hpp"

#include "common/base/text.hpp"
#include "common/io/streams.hpp"
#include "common/io/terminal.hpp"

#include <unistd.h>

#include <algorithm>

namespace mqttx::app::pub {

namespace {

constexpr std::chrono::seconds long_run{2};
constexpr std::chrono::milliseconds interval{500};
constexpr std::string_view to_line_start = "\r\x1B[K"; // and erase what stands there

void put(int descriptor, std::string_view text) noexcept {
    [[maybe_unused]] const auto written = ::write(descriptor, text.data(), text.size());
}

} // namespace

Progress::Progress(int descriptor, bool wanted)
    : descriptor_{descriptor}, began_{Clock::now()},
      next_{wanted && io::is_terminal(descriptor) ? began_ + long_run : Clock::time_point::max()} {}

void Progress::show(std::uint64_t accepted, std::uint64_t under_way, Clock::time_point now) {
    if (now < next_) {
        return;
    }
    next_ = now + interval;
    is_shown_ = true;
    accepted_ = accepted;
    under_way_ = under_way;
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_);
    const auto rate = accepted * 1000 / static_cast<std::uint64_t>(elapsed.count());
    auto line = cat(accepted, " accepted, ", under_way, " under way, ", rate, " a second");
    if (const auto columns = io::columns(descriptor_); columns > 0) {
        line.resize(std::min(line.size(), columns - 1)); // what is broken cannot be erased again
    }
    put(descriptor_, cat(to_line_start, line));
}

std::optional<Progress::Clock::time_point>
Progress::due(std::uint64_t accepted, std::uint64_t under_way) const noexcept {
    const bool is_known = accepted == accepted_ && under_way == under_way_;
    return is_known || next_ == Clock::time_point::max() ? std::nullopt : std::optional{next_};
}

void Progress::clear() noexcept {
    if (is_shown_) {
        put(descriptor_, to_line_start);
        is_shown_ = false;
    }
}

} // namespace mqttx::app::pub
