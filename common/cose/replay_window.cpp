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

Bytes ReplayWindow::to_bytes() const {
    Bytes bytes;
    const auto append = [&](std::uint64_t number, int bits) {
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            bytes.push_back(static_cast<std::uint8_t>(number >> static_cast<unsigned>(shift)));
        }
    };
    append(highest_, 32);
    if (ring_.empty()) {
        append(first_word_, 64);
    }
    for (const auto word : ring_) {
        append(word, 64);
    }
    return bytes;
}

std::optional<ReplayWindow> ReplayWindow::from_bytes(ByteView bytes) {
    constexpr std::size_t counter_size = 4;
    constexpr std::size_t word_size = 8;
    const bool is_short = bytes.size() == counter_size + word_size;
    if (!is_short && bytes.size() != counter_size + ring_words * word_size) {
        return std::nullopt;
    }
    ReplayWindow window;
    for (const auto byte : bytes.first(counter_size)) {
        window.highest_ = window.highest_ << 8U | byte;
    }
    if (is_short && window.highest_ >= word_bits) {
        return std::nullopt;
    }
    for (auto rest = bytes.subspan(counter_size); !rest.empty(); rest = rest.subspan(word_size)) {
        std::uint64_t word = 0;
        for (const auto byte : rest.first(word_size)) {
            word = word << 8U | byte;
        }
        if (is_short) {
            window.first_word_ = word;
        } else {
            window.ring_.push_back(word);
        }
    }
    return window;
}

} // namespace mqttx::cose
