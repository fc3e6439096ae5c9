// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mqttx {

/// The code point at the front of a text and how many bytes it takes (1..4).
struct CodePoint {
    char32_t value;
    std::size_t length;
};

/// Decodes one code point of UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF);
/// none when the text is empty or does not begin with one.
std::optional<CodePoint> decode_utf8(std::string_view text) noexcept;

/// Whether the whole text is valid UTF-8.
bool is_utf8(std::string_view text) noexcept;

/// Whether the text is an MQTT UTF-8 string (MQTT 5 section 1.5.4): valid UTF-8, no U+0000, at most
/// 65,535 bytes.
bool is_mqtt_string(std::string_view text) noexcept;

/// Whether a terminal may act on the code point or show it misleadingly:
/// C0, DEL, C1, and the bidirectional and zero-width format controls.
bool is_unsafe_to_show(char32_t code_point) noexcept;

} // namespace mqttx
