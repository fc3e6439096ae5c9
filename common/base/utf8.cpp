// SPDX-License-Identifier: Apache-2.0
#include "common/base/utf8.hpp"

namespace mqttx {

namespace {

struct Form {
    std::size_t length;
    std::uint32_t first_bits; ///< payload bits of the first byte
    char32_t smallest;        ///< anything below has a shorter form
};

std::optional<Form> form_of(unsigned char first) {
    if (first < 0x80) {
        return Form{1, first, 0};
    }
    if ((first & 0xE0U) == 0xC0) {
        return Form{2, first & 0x1FU, 0x80};
    }
    if ((first & 0xF0U) == 0xE0) {
        return Form{3, first & 0x0FU, 0x800};
    }
    if ((first & 0xF8U) == 0xF0) {
        return Form{4, first & 0x07U, 0x10000};
    }
    return std::nullopt;
}

} // namespace

std::optional<CodePoint> decode_utf8(std::string_view text) noexcept {
    if (text.empty()) {
        return std::nullopt;
    }
    const auto form = form_of(static_cast<unsigned char>(text[0]));
    if (!form || text.size() < form->length) {
        return std::nullopt;
    }
    char32_t value = form->first_bits;
    for (std::size_t at = 1; at < form->length; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte & 0xC0U) != 0x80) {
            return std::nullopt;
        }
        value = (value << 6U) | (byte & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form->smallest || value > 0x10FFFF || surrogate) {
        return std::nullopt;
    }
    return CodePoint{value, form->length};
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto point = decode_utf8(text);
        if (!point) {
            return false;
        }
        text.remove_prefix(point->length);
    }
    return true;
}

bool is_mqtt_string(std::string_view text) noexcept {
    return text.size() <= 65535 && text.find('\0') == std::string_view::npos && is_utf8(text);
}

bool is_unsafe_to_show(char32_t code_point) noexcept {
    const bool control = code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
    const bool bidi = code_point == 0x061C || (code_point >= 0x200B && code_point <= 0x200F) ||
                      (code_point >= 0x2028 && code_point <= 0x202E) ||
                      (code_point >= 0x2060 && code_point <= 0x2069) || code_point == 0xFEFF;
    return control || bidi;
}

} // namespace mqttx
