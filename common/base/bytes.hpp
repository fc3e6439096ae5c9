// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, without copying.
ByteView as_bytes(std::string_view text) noexcept;

/// Bytes seen as text, without copying; they need not be UTF-8.
std::string_view as_text(ByteView bytes) noexcept;

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);

/// Reads an even number of hexadecimal digits of either case and nothing else; none on any other
/// text.
std::optional<Bytes> from_hex(std::string_view text);

/// RFC 4648 section 4, padded.
std::string to_base64(ByteView bytes);

/// RFC 4648 section 4; padding required, no white space, unused bits zero; none on any other text.
std::optional<Bytes> from_base64(std::string_view text);

/// RFC 4648 section 5, not padded (as JOSE writes it, RFC 7515 section 2).
std::string to_base64url(ByteView bytes);

/// RFC 4648 section 5 without padding, unused bits zero; none on any other text.
std::optional<Bytes> from_base64url(std::string_view text);

} // namespace mqttx
