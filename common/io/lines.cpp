// SPDX-License-Identifier: Apache-2.0
#include "common/io/lines.hpp"

#include <algorithm>

namespace mqttx::io {

void Lines::add(ByteView block) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    scanned_ -= start_;
    start_ = 0;
    buffer_.insert(buffer_.end(), block.begin(), block.end());
}

std::optional<ByteView> Lines::next() {
    const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(scanned_);
    const auto found = std::find(from, buffer_.end(), delimiter_);
    const auto at = static_cast<std::size_t>(found - buffer_.begin());
    if (found == buffer_.end() && (!ended_ || pending() == 0)) {
        scanned_ = at;
        return std::nullopt;
    }
    const ByteView record{buffer_.data() + start_, at - start_};
    start_ = scanned_ = std::min(at + 1, buffer_.size());
    return record;
}

} // namespace mqttx::io
