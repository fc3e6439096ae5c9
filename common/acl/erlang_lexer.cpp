// SPDX-License-Identifier: Apache-2.0
#include "common/acl/erlang_lexer.hpp"

#include "common/base/utf8.hpp"

#include <algorithm>

namespace mqttx::acl::erlang_parts {

namespace {

constexpr bool is_lower(char byte) noexcept {
    return byte >= 'a' && byte <= 'z';
}

constexpr bool is_upper(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z';
}

constexpr bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

constexpr bool is_in_word(char byte) noexcept {
    return is_lower(byte) || is_upper(byte) || is_digit(byte) || byte == '_' || byte == '@';
}

constexpr bool is_space(char byte) noexcept {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

constexpr int value_of(char byte) noexcept {
    return is_digit(byte)               ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
           : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                        : 16;
}

/// Adds a character; false when it is none that a UTF-8 text can hold.
bool append(std::string& text, unsigned long code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        return false;
    }
    const auto low = [&](unsigned shift) {
        return static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
    };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        text += low(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0U | (code >> 12U));
        text += low(6);
        text += low(0);
    } else {
        text += static_cast<char>(0xF0U | (code >> 18U));
        text += low(12);
        text += low(6);
        text += low(0);
    }
    return true;
}

/// The character that a letter behind a backslash stands for.
char simple_escape(char letter) noexcept {
    switch (letter) {
    case 'b':
        return '\b';
    case 'd':
        return '\x7F';
    case 'e':
        return '\x1B';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 's':
        return ' ';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return letter;
    }
}

} // namespace

void Lexer::skip_space() {
    while (at_ < text_.size()) {
        if (is_space(text_[at_])) {
            ++at_;
        } else if (text_[at_] == '%') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else {
            return;
        }
    }
}

Lexeme Lexer::token(Token kind, std::size_t length) {
    const auto begin = static_cast<std::uint32_t>(at_);
    at_ += length;
    return {.token = kind, .span = {begin, static_cast<std::uint32_t>(at_)}};
}

Lexeme Lexer::next() {
    skip_space();
    if (at_ == text_.size()) {
        return token(Token::end, 0);
    }
    switch (text_[at_]) {
    case '{':
        return token(Token::open_tuple, 1);
    case '}':
        return token(Token::close_tuple, 1);
    case '[':
        return token(Token::open_list, 1);
    case ']':
        return token(Token::close_list, 1);
    case ',':
        return token(Token::comma, 1);
    case '/':
        return token(Token::slash, 1);
    case '"':
    case '\'':
        return quoted(text_[at_]);
    case '<':
        return at(1) == '<' ? token(Token::open_binary, 2) : unusual();
    case '>':
        return at(1) == '>' ? token(Token::close_binary, 2) : unusual();
    case '.':
        return at_ + 1 == text_.size() || is_space(at(1)) || at(1) == '%' ? token(Token::dot, 1)
                                                                          : unusual();
    default:
        return is_lower(text_[at_]) ? word() : is_digit(text_[at_]) ? digits() : unusual();
    }
}

Lexeme Lexer::word() {
    std::size_t length = 1;
    while (is_in_word(at(length))) {
        ++length;
    }
    auto lexeme = token(Token::atom, length);
    lexeme.value = lexeme.span.in(text_);
    return lexeme;
}

Lexeme Lexer::digits() {
    std::size_t length = 1;
    while (is_digit(at(length))) {
        ++length;
    }
    const bool is_float = at(length) == '.' && is_digit(at(length + 1));
    const bool is_special = is_float || at(length) == '#' || at(length) == '_' || length > 9;
    if (!is_special) {
        return token(Token::integer, length);
    }
    ++length;
    while (is_in_word(at(length))) {
        ++length;
    }
    auto lexeme = token(Token::other, length);
    lexeme.what = is_float ? "a float" : "such a number";
    return lexeme;
}

/// What stands behind a backslash; false when it makes no character.
bool Lexer::escape(std::string& value) {
    const char letter = at(0);
    ++at_;
    if (letter == '^') {
        const auto control = static_cast<unsigned char>(at(0));
        ++at_;
        return append(value, control & 0x1FU);
    }
    if (letter >= '0' && letter <= '7') {
        unsigned long code = static_cast<unsigned long>(value_of(letter));
        for (int more = 0; more < 2 && at(0) >= '0' && at(0) <= '7'; ++more, ++at_) {
            code = code * 8 + static_cast<unsigned long>(value_of(at(0)));
        }
        return append(value, code);
    }
    if (letter != 'x') {
        value += simple_escape(letter);
        return true;
    }
    const bool braces = at(0) == '{';
    at_ += braces ? 1 : 0;
    unsigned long code = 0;
    std::size_t count = 0;
    while (value_of(at(0)) < 16 && count < (braces ? 6U : 2U)) {
        code = code * 16 + static_cast<unsigned long>(value_of(at(0)));
        ++at_;
        ++count;
    }
    const bool closed = !braces || at(0) == '}';
    at_ += braces && closed ? 1 : 0;
    return closed && (braces ? count > 0 : count == 2) && append(value, code);
}

Lexeme Lexer::quoted(char quote) {
    const auto begin = static_cast<std::uint32_t>(at_);
    ++at_;
    Lexeme lexeme{.token = quote == '"' ? Token::string : Token::atom};
    std::string_view fault;
    while (at_ < text_.size() && text_[at_] != quote) {
        const char byte = text_[at_];
        ++at_;
        if (byte != '\\') {
            lexeme.value += byte;
            continue;
        }
        lexeme.has_escapes = true;
        if (at_ < text_.size() && !escape(lexeme.value)) {
            fault = "such an escape";
        }
    }
    const bool closed = at_ < text_.size();
    at_ = std::min(at_ + 1, text_.size());
    lexeme.span = {begin, static_cast<std::uint32_t>(at_)};
    if (!closed) {
        fault = "a quote that nothing closes";
    } else if (fault.empty() && !is_utf8(lexeme.value)) {
        fault = "text that is not UTF-8";
    }
    if (!fault.empty()) {
        lexeme.token = Token::other;
        lexeme.what = fault;
    }
    return lexeme;
}

Lexeme Lexer::unusual() {
    const char first = at(0);
    std::size_t length = 1;
    std::string_view what = "this character";
    if (is_upper(first) || first == '_') {
        what = "a variable";
        while (is_in_word(at(length))) {
            ++length;
        }
    } else if (first == '#') {
        what = "a map or record";
    } else if (first == '$') {
        what = "a character";
        length = std::min<std::size_t>(at(1) == '\\' ? 3 : 2, text_.size() - at_);
    } else if (first == '.') {
        what = "a full stop without a blank behind it";
    } else if (first == '|') {
        what = "a list with a tail";
    } else if (const auto code = decode_utf8(text_.substr(at_))) {
        length = code->length;
    }
    auto lexeme = token(Token::other, length);
    lexeme.what = what;
    return lexeme;
}

} // namespace mqttx::acl::erlang_parts
