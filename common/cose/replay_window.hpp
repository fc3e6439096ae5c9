// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace mqttx::cose {

/// Which counters of one session on one topic were seen: the 4,096 up to the highest (the ring of
/// RFC 6479). It grows with the counters, so that a session of one message costs one word.
class ReplayWindow {
  public:
    static constexpr std::uint32_t width = 4096;

    enum class Answer : std::uint8_t {
        fresh,   ///< not seen before; now it is
        seen,    ///< seen before
        too_old, ///< so far below the highest that nobody knows
    };

    Answer accept(std::uint32_t counter);

    /// All it knows, to be kept: the highest counter and the words, most significant bytes first.
    [[nodiscard]] Bytes to_bytes() const;
    /// None when that is none of its own.
    static std::optional<ReplayWindow> from_bytes(ByteView bytes);

  private:
    [[nodiscard]] std::uint64_t& word_of(std::uint32_t block);
    void advance_to(std::uint32_t counter);

    std::uint64_t first_word_ = 0;      ///< counters 0..63, while none is higher
    std::vector<std::uint64_t> ring_{}; ///< one word more than the window has, by block number
    std::uint32_t highest_ = 0;
};

} // namespace mqttx::cose
