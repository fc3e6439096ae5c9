// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// A run of bytes in a file of less than 4 GiB.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0; ///< one past the last byte

    [[nodiscard]] bool empty() const noexcept { return begin == end; }

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }

    [[nodiscard]] std::string_view in(std::string_view text) const noexcept {
        return text.substr(begin, size());
    }

    bool operator==(const Span&) const = default;
};

/// The span of a part that points into the text.
Span span_of(std::string_view part, std::string_view text) noexcept;

/// Where a byte is, as people count: both from 1, columns in code points.
struct Position {
    std::size_t line;
    std::size_t column;
};

/// Finds the line of a byte. The text must outlive it.
class LineIndex {
  public:
    explicit LineIndex(std::string_view text);

    [[nodiscard]] Position position(std::size_t offset) const noexcept;

    /// The line (from 1) of a byte, and the byte's offset within it.
    struct Place {
        std::size_t line;
        std::size_t byte;
    };

    [[nodiscard]] Place locate(std::size_t offset) const noexcept;

    /// A line by its number (from 1), without its line end.
    [[nodiscard]] std::string_view line(std::size_t number) const noexcept;

  private:
    std::string_view text_;
    std::vector<std::uint32_t> starts_;
};

} // namespace mqttx::acl
