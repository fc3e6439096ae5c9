// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <optional>

namespace mqttx::io {

/// Cuts a byte stream into records at a delimiter; NUL bytes are bytes like any other. The last
/// record needs no delimiter. Memory is bounded by one record plus what was added.
class Lines {
  public:
    explicit Lines(std::uint8_t delimiter = '\n') : delimiter_{delimiter} {}

    /// Adds what was read.
    void add(ByteView block);

    /// The stream has ended: a last record without delimiter may be taken.
    void end() noexcept { ended_ = true; }

    /// The next complete record without its delimiter, or none yet. Valid until the next add().
    std::optional<ByteView> next();

    /// Bytes that wait for their delimiter.
    [[nodiscard]] std::size_t pending() const noexcept { return buffer_.size() - start_; }

    /// Whether the stream ended and every record was taken.
    [[nodiscard]] bool is_exhausted() const noexcept { return ended_ && pending() == 0; }

  private:
    std::uint8_t delimiter_;
    Bytes buffer_;
    std::size_t start_ = 0;   ///< first byte not yet handed out
    std::size_t scanned_ = 0; ///< no delimiter between start_ and here
    bool ended_ = false;
};

} // namespace mqttx::io
