// SPDX-License-Identifier: Apache-2.0
#include "common/cose/replay_window.hpp"

#include <algorithm>

namespace mqttx::cose {

namespace {

constexpr std::uint32_t word_bits = 64;
constexpr std::uint32_t ring_words = ReplayWindow::width / word_bits + 1;

} // namespace

std::uint64_t& ReplayWindow::word_of(std::uint32_t block) {
    return ring_.empty() ? first_word_ : ring_[block % ring_words];
}

void ReplayWindow::advance_to(std::uint32_t counter) {
    const std::uint32_t block = counter / word_bits;
    if (ring_.empty() && block > 0) {
        ring_.resize(ring_words);
        ring_[0] = first_word_;
    }
    // The words between the two blocks belong to counters that have left the window.
    const std::uint32_t old_block = highest_ / word_bits;
    const std::uint32_t steps = std::min(block - old_block, ring_words);
    for (std::uint32_t step = 1; step <= steps; ++step) {
        word_of(block - steps + step) = 0;
    }
    highest_ = counter;
}

ReplayWindow::Answer ReplayWindow::accept(std::uint32_t counter) {
    if (counter > highest_) {
        advance_to(counter);
    } else if (highest_ - counter >= width) {
        return Answer::too_old;
    }
    const std::uint64_t bit = std::uint64_t{1} << counter % word_bits;
    std::uint64_t& word = word_of(counter / word_bits);
    if ((word & bit) != 0) {
        return Answer::seen;
    }
    word |= bit;
    return Answer::fresh;
}

} // namespace mqttx::cose
