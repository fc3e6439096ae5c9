// SPDX-License-Identifier: Apache-2.0
#include "common/io/lines.hpp"

#include <algorithm>
#include <cstring>

namespace mqttx::io {

void Lines::add(ByteView block) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    scanned_ -= start_;
    start_ = 0;
    buffer_.insert(buffer_.end(), block.begin(), block.end());
}

std::optional<ByteView> Lines::next() {
    const auto* const from = buffer_.data() + scanned_;
    const auto rest = buffer_.size() - scanned_;
    const void* const found = rest > 0 ? std::memchr(from, delimiter_, rest) : nullptr;
    const auto at =
        found != nullptr
            ? static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - buffer_.data())
            : buffer_.size();
    if (found == nullptr && (!ended_ || pending() == 0)) {
        scanned_ = at;
        return std::nullopt;
    }
    const ByteView record{buffer_.data() + start_, at - start_};
    start_ = scanned_ = std::min(at + 1, buffer_.size());
    return record;
}

} // namespace mqttx::io
