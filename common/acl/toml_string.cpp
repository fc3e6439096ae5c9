// SPDX-License-Identifier: Apache-2.0
#include "common/acl/toml_parts.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

namespace mqttx::acl::toml_parts {

namespace {

bool is_control(char byte) noexcept {
    const auto value = static_cast<unsigned char>(byte);
    return (value < 0x20 && byte != '\t') || value == 0x7F;
}

void append_utf8(std::string& out, char32_t point) {
    const auto put = [&](char32_t bits) { out += static_cast<char>(bits); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6U);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12U);
        put(0x80 | (point >> 6U & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18U);
        put(0x80 | (point >> 12U & 0x3F));
        put(0x80 | (point >> 6U & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

int hex_value(char digit) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto lower = digit >= 'A' && digit <= 'F' ? static_cast<char>(digit + 32) : digit;
    const auto found = digits.find(lower);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

/// Reads one string whose opening quotes have been passed.
class StringReader {
  public:
    StringReader(Cursor& cursor, char quote, bool multi_line)
        : cursor_{cursor}, quote_{quote}, multi_line_{multi_line} {}

    bool read(std::string_view& characters, Span opening) {
        begin_ = cursor_.at;
        while (true) {
            if (cursor_.done() || (!multi_line_ && cursor_.at_line_end())) {
                return cursor_.fail(opening, "a string without its closing quote");
            }
            const auto byte = cursor_.peek();
            if (byte == quote_ && closes()) {
                finish(characters);
                return true;
            }
            if (byte == '\\' && quote_ == '"') {
                if (!read_escape()) {
                    return false;
                }
            } else if (is_control(byte) && !(multi_line_ && cursor_.at_line_end())) {
                return cursor_.fail(
                    {cursor_.at, cursor_.at + 1}, "a control character in a string"
                );
            } else {
                if (escaped_) {
                    decoded_ += byte;
                }
                ++cursor_.at;
            }
        }
    }

  private:
    /// Whether the string ends here. A multi-line one may have two quotes before the closing three.
    bool closes() {
        if (!multi_line_) {
            return true;
        }
        std::uint32_t quotes = 0;
        while (cursor_.peek(quotes) == quote_ && quotes < 5) {
            ++quotes;
        }
        if (quotes < 3) {
            return false;
        }
        decoded_.append(escaped_ ? quotes - 3 : 0, quote_);
        cursor_.at += quotes - 3;
        return true;
    }

    void finish(std::string_view& characters) {
        if (escaped_) {
            characters = cursor_.document.owned.emplace_back(std::move(decoded_));
        } else {
            characters = cursor_.text.substr(begin_, cursor_.at - begin_);
        }
        cursor_.at += multi_line_ ? 3U : 1U;
    }

    void begin_copy() {
        if (!escaped_) {
            decoded_ = cursor_.text.substr(begin_, cursor_.at - begin_);
            escaped_ = true;
        }
    }

    bool read_escape() {
        begin_copy();
        const auto begin = cursor_.at;
        const auto letter = cursor_.peek(1);
        constexpr std::string_view letters = "btnfr\"\\";
        constexpr std::string_view meanings = "\b\t\n\f\r\"\\";
        if (const auto found = letters.find(letter); letter != '\0' && found < letters.size()) {
            decoded_ += meanings[found];
            cursor_.at += 2;
            return true;
        }
        if (letter == 'u' || letter == 'U') {
            return read_code_point(letter == 'u' ? 4 : 8);
        }
        if (multi_line_ && skip_line_break()) {
            return true;
        }
        return cursor_.fail({begin, begin + 2}, "no such escape in a string");
    }

    bool read_code_point(std::uint32_t digits) {
        const auto begin = cursor_.at;
        char32_t point = 0;
        for (std::uint32_t at = 2; at < digits + 2; ++at) {
            const auto value = hex_value(cursor_.peek(at));
            if (value < 0) {
                return cursor_.fail(
                    {begin, begin + at}, cat("an escape with less than ", digits, " digits")
                );
            }
            point = point << 4U | static_cast<char32_t>(value);
        }
        if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
            return cursor_.fail({begin, begin + digits + 2}, "no character has this number");
        }
        append_utf8(decoded_, point);
        cursor_.at += digits + 2;
        return true;
    }

    /// A backslash at the end of a line joins it with the next text.
    bool skip_line_break() {
        auto ahead = cursor_;
        ++ahead.at;
        ahead.skip_blanks();
        if (ahead.done() || !ahead.at_line_end()) {
            return false;
        }
        while (!ahead.done() && (ahead.peek() == ' ' || ahead.peek() == '\t' ||
                                 (ahead.at_line_end() && !ahead.done()))) {
            ++ahead.at;
        }
        cursor_.at = ahead.at;
        return true;
    }

    Cursor& cursor_;
    char quote_;
    bool multi_line_;
    std::uint32_t begin_ = 0;
    bool escaped_ = false; ///< the characters are not those of the text
    std::string decoded_;
};

} // namespace

bool Cursor::fail(Span span, std::string message, Span first) {
    const auto size = static_cast<std::uint32_t>(text.size());
    span.end = std::min(span.end, size);
    document.faults.push_back({span, std::move(message), first});
    return false;
}

bool Cursor::fail_here(std::string message) {
    if (done() || at_line_end()) {
        return fail({at, at}, std::move(message));
    }
    const auto point = decode_utf8(text.substr(at, 4));
    return fail(
        {at, at + static_cast<std::uint32_t>(point ? point->length : 1)}, std::move(message)
    );
}

bool read_string(Cursor& cursor, std::string_view& characters, bool as_key) {
    const auto quote = cursor.peek();
    const bool multi_line = cursor.peek(1) == quote && cursor.peek(2) == quote;
    const Span opening{cursor.at, cursor.at + (multi_line ? 3U : 1U)};
    if (multi_line && as_key) {
        return cursor.fail(opening, "a key stands in one pair of quotes");
    }
    cursor.at = opening.end;
    if (multi_line && cursor.at_line_end() && !cursor.done()) {
        cursor.at += cursor.peek() == '\r' ? 2U : 1U;
    }
    return StringReader{cursor, quote, multi_line}.read(characters, opening);
}

bool skip_comment(Cursor& cursor) {
    for (; !cursor.at_line_end(); ++cursor.at) {
        if (is_control(cursor.peek())) {
            return cursor.fail({cursor.at, cursor.at + 1}, "a control character in a comment");
        }
    }
    return true;
}

} // namespace mqttx::acl::toml_parts
