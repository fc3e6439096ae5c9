// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <type_traits>

namespace mqttx {

/// A password, passphrase or key: moved, never copied; wiped when it goes; in locked memory when
/// the system allows it; not printable. Its bytes are seen only through the named accessors.
class Secret {
  public:
    Secret() noexcept = default;
    /// `size` zero bytes, to be filled through expose_for_writing().
    explicit Secret(std::size_t size);
    /// A copy of `bytes`; the caller wipes its own.
    explicit Secret(ByteView bytes);
    /// Takes the text over and wipes the string it came in.
    static Secret take(std::string& text);

    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    [[nodiscard]] ByteView expose() const noexcept { return {data_, size_}; }

    [[nodiscard]] std::string_view expose_text() const noexcept { return as_text(expose()); }

    [[nodiscard]] std::span<std::uint8_t> expose_for_writing() noexcept { return {data_, size_}; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Drops (and wipes) all but the first `size` bytes; does nothing when there are fewer.
    void shorten(std::size_t size) noexcept;

    /// An explicit copy, for the rare place that needs two.
    [[nodiscard]] Secret duplicate() const { return Secret{expose()}; }

    /// Comparison in a time that depends on the lengths alone.
    [[nodiscard]] bool equals(const Secret& other) const noexcept;

  private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

static_assert(!std::is_copy_constructible_v<Secret>);

/// A secret is never printed.
std::ostream& operator<<(std::ostream&, const Secret&) = delete;

/// Overwrites memory in a way the compiler keeps.
void wipe(std::span<std::uint8_t> bytes) noexcept;
void wipe(std::string& text) noexcept;

} // namespace mqttx
