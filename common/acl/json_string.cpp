// SPDX-License-Identifier: Apache-2.0
#include "common/acl/json_string.hpp"

#include "common/base/utf8.hpp"

#include <charconv>

namespace mqttx::acl::json_string {

namespace {

using Cause = JsonFault::Cause;

Span span_at(std::size_t begin, std::size_t size) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + size)};
}

/// An escape sequence: what it stands for (none when nothing) and how many bytes it takes.
struct Escape {
    std::optional<char32_t> character;
    std::size_t size;
};

std::optional<char32_t> four_digits(std::string_view text) {
    unsigned value = 0;
    const auto digits = text.substr(0, 4);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    const bool complete =
        digits.size() == 4 && error == std::errc{} && end == digits.data() + digits.size();
    return complete ? std::optional{char32_t{value}} : std::nullopt;
}

/// \uXXXX, or two of them for a character beyond U+FFFF.
Escape unicode_escape(std::string_view text) {
    const auto unit = four_digits(text.substr(2));
    if (!unit) {
        return {std::nullopt, 2};
    }
    if (*unit < 0xD800 || *unit > 0xDFFF) {
        return {unit, 6};
    }
    const auto second =
        text.substr(6).starts_with("\\u") ? four_digits(text.substr(8)) : std::optional<char32_t>{};
    if (*unit > 0xDBFF || !second || *second < 0xDC00 || *second > 0xDFFF) {
        return {std::nullopt, 6};
    }
    return {0x10000 + ((*unit - 0xD800) << 10U) + (*second - 0xDC00), 12};
}

/// The escape at the front of a text, which begins with a backslash and has one byte more.
Escape escape_at(std::string_view text) {
    switch (text[1]) {
    case '"':
    case '\\':
    case '/':
        return {static_cast<char32_t>(text[1]), 2};
    case 'b':
        return {U'\b', 2};
    case 'f':
        return {U'\f', 2};
    case 'n':
        return {U'\n', 2};
    case 'r':
        return {U'\r', 2};
    case 't':
        return {U'\t', 2};
    case 'u':
        return unicode_escape(text);
    default:
        return {std::nullopt, 2};
    }
}

void append_utf8(std::string& out, char32_t point) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0U | (point >> 6U));
        put(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        put(0xE0U | (point >> 12U));
        put(0x80U | ((point >> 6U) & 0x3FU));
        put(0x80U | (point & 0x3FU));
    } else {
        put(0xF0U | (point >> 18U));
        put(0x80U | ((point >> 12U) & 0x3FU));
        put(0x80U | ((point >> 6U) & 0x3FU));
        put(0x80U | (point & 0x3FU));
    }
}

bool is_plain(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0x20 && value < 0x80 && byte != '"' && byte != '\\';
}

/// Checks what begins at `at` and is no plain character or quote; gives its size.
std::size_t
check_at(std::string_view text, std::size_t at, std::vector<JsonFault>& faults, bool& has_escapes) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\\') {
        has_escapes = true;
        if (at + 1 == text.size()) {
            return 1;
        }
        const auto escape = escape_at(text.substr(at));
        if (!escape.character) {
            faults.push_back({Cause::bad_escape, span_at(at, escape.size)});
        } else if (*escape.character == 0) {
            faults.push_back({Cause::nul_in_text, span_at(at, escape.size)});
        }
        return escape.size;
    }
    if (byte < 0x20) {
        faults.push_back({Cause::control_in_text, span_at(at, 1)});
        return 1;
    }
    const auto point = decode_utf8(text.substr(at));
    if (!point) {
        faults.push_back({Cause::invalid_utf8, span_at(at, 1)});
        return 1;
    }
    return point->length;
}

} // namespace

Scan scan(std::string_view text, std::size_t begin, std::vector<JsonFault>& faults) {
    Scan scan{text.size()};
    auto at = begin + 1;
    while (at < text.size()) {
        if (is_plain(text[at])) {
            ++at;
        } else if (text[at] == '"') {
            scan.end = at + 1;
            scan.closed = true;
            return scan;
        } else if (text[at] == '\0') {
            scan.end = at;
            return scan;
        } else {
            at += check_at(text, at, faults, scan.has_escapes);
        }
    }
    return scan;
}

std::string decode(std::string_view quoted) {
    std::string out;
    while (!quoted.empty()) {
        const auto plain = quoted.substr(0, quoted.find('\\'));
        out += plain;
        quoted.remove_prefix(plain.size());
        if (quoted.empty()) {
            break;
        }
        if (quoted.size() == 1) {
            return out += quoted;
        }
        const auto escape = escape_at(quoted);
        if (!escape.character) {
            out += quoted.substr(0, escape.size);
        } else if (*escape.character == 0) {
            return out;
        } else {
            append_utf8(out, *escape.character);
        }
        quoted.remove_prefix(escape.size);
    }
    return out;
}

} // namespace mqttx::acl::json_string
