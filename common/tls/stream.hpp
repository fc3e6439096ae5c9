// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstddef>
#include <optional>

namespace mqttx::tls {

/// Whether decrypted bytes wait inside an SSL (poll() cannot see them). `ssl` may be null.
bool has_buffered_input(const void* ssl) noexcept;

/// Writes bytes into an established connection, as far as they go at once. Answers whether all
/// went.
bool write_now(void* ssl, ByteView bytes) noexcept;

/// The same for as many bytes as go at once: answers how many, 0 when the peer takes none at the
/// moment, none when the connection is broken.
std::optional<std::size_t> write_some(void* ssl, ByteView bytes) noexcept;

/// Reads what has arrived, at most as much as fits, and leaves it there with `peek`. Answers how
/// much: none when there is nothing yet, 0 for an end or fault that the next reader will meet.
std::optional<std::size_t> read_some(void* ssl, std::span<std::uint8_t> into, bool peek) noexcept;

} // namespace mqttx::tls
