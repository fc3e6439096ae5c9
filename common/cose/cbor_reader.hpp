// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// A strict reader of CBOR (RFC 8949): definite lengths, integers and lengths in their shortest
/// form, valid UTF-8, unique map labels, at most 8 levels deep, at most 16 entries to a map,
/// nothing behind the end. What it refuses is not an error of the program, so nothing here throws.
namespace mqttx::cose::cbor {

/// The major types; `simple` takes in floating-point numbers.
enum class Type : std::uint8_t { positive, negative, bytes, text, array, map, tag, simple };

constexpr std::size_t depth_limit = 8;
constexpr std::size_t map_limit = 16;

/// Why the bytes are not exactly one item of strict CBOR, as the end of a sentence ("an item has an
/// indefinite length"); none when they are.
std::optional<std::string_view> find_fault(ByteView item) noexcept;

/// Whether the encoding of a label is one of these. In the strict subset equal labels have equal
/// encodings.
bool is_among(std::span<const ByteView> labels, ByteView label) noexcept;

/// Walks through items that find_fault() has passed. A read of the wrong type, or past the end,
/// gives none and leaves the reader where it was.
class Reader {
  public:
    explicit Reader(ByteView items) noexcept : rest_{items} {}

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

    /// The type of the next item.
    [[nodiscard]] std::optional<Type> peek() const noexcept;

    /// An integer that fits; those beyond 64 bits with a sign give none.
    std::optional<std::int64_t> integer() noexcept;
    std::optional<ByteView> bytes() noexcept;
    std::optional<std::string_view> text() noexcept;
    /// The number of items that follow.
    std::optional<std::uint64_t> array() noexcept;
    /// The number of pairs of label and value that follow.
    std::optional<std::uint64_t> map() noexcept;
    /// The number of a tag, whose item follows.
    std::optional<std::uint64_t> tag() noexcept;

    /// Steps over one item with all it holds and gives its encoding; empty at the end.
    ByteView skip() noexcept;

  private:
    std::optional<std::uint64_t> head(Type type) noexcept;
    std::optional<ByteView> string(Type type) noexcept;

    ByteView rest_;
};

} // namespace mqttx::cose::cbor
