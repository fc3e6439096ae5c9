// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// Part of a file that Mosquitto 2.0 does not see.
struct Loss {
    enum class Cause {
        nul_byte,          ///< what follows a NUL byte, to the end of the file
        filled_its_buffer, ///< a last line without line end that exactly fills the read buffer
    };

    Cause cause;
    Span lost; ///< for a NUL byte, from that byte on
    /// The NUL stands within a line, and the beginning of that line is lost too.
    bool line_lost = false;
};

/// Hands out the lines of a file as Mosquitto 2.0 reads them: through a buffer of 256 bytes that
/// grows by 1,000 and is shared by all lines, as C strings. The text must outlive it.
class MosquittoLines {
  public:
    explicit MosquittoLines(std::string_view text) noexcept : text_{text} {}

    /// The next line, up to its line feed or a NUL byte; none at the end.
    std::optional<std::string_view> next();

    /// What was skipped until now.
    [[nodiscard]] const std::vector<Loss>& losses() const noexcept { return losses_; }

  private:
    std::optional<std::string_view> line_with_nul(std::size_t nul);
    void lose(Loss::Cause cause, std::size_t begin, std::size_t end, bool line_lost);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t room_ = 255; ///< bytes the buffer takes, its final NUL not counted
    std::vector<Loss> losses_;
};

} // namespace mqttx::acl
