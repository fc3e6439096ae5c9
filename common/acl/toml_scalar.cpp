// SPDX-License-Identifier: Apache-2.0
#include "common/acl/toml_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mqttx::acl::toml_parts {

namespace {

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

/// Digits of a base with single underscores between them.
bool is_digit_run(std::string_view text, std::string_view digits) {
    if (text.empty() || text.front() == '_' || text.back() == '_' ||
        text.find("__") != std::string_view::npos) {
        return false;
    }
    return std::all_of(text.begin(), text.end(), [&](char byte) {
        return byte == '_' || digits.find(byte) != std::string_view::npos;
    });
}

constexpr std::string_view decimal = "0123456789";

bool is_whole(std::string_view text) {
    return is_digit_run(text, decimal) && (text.size() == 1 || text.front() != '0');
}

bool fits(std::string_view text, int base) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char byte) {
        return byte != '_' && byte != '+';
    });
    std::int64_t value = 0;
    const auto* end = digits.data() + digits.size();
    return std::from_chars(digits.data(), end, value, base).ec == std::errc{};
}

std::optional<TomlKind> integer(std::string_view word, std::string& reason) {
    struct Base {
        std::string_view prefix;
        std::string_view digits;
        int base;
    };

    constexpr std::array bases{
        Base{"0x", "0123456789abcdefABCDEF", 16}, Base{"0o", "01234567", 8}, Base{"0b", "01", 2}};
    for (const auto& base : bases) {
        if (word.starts_with(base.prefix)) {
            const auto rest = word.substr(2);
            if (!is_digit_run(rest, base.digits)) {
                return std::nullopt;
            }
            if (!fits(rest, base.base)) {
                reason = "a number beyond 64 bits";
                return std::nullopt;
            }
            return TomlKind::integer;
        }
    }
    const auto digits = word.substr(word.starts_with('+') || word.starts_with('-') ? 1 : 0);
    if (!is_whole(digits)) {
        if (digits.size() > 1 && is_digit_run(digits, decimal)) {
            reason = "a number does not begin with 0";
        }
        return std::nullopt;
    }
    if (!fits(word, 10)) {
        reason = "a number beyond 64 bits";
        return std::nullopt;
    }
    return TomlKind::integer;
}

bool is_floating(std::string_view word) {
    word.remove_prefix(word.starts_with('+') || word.starts_with('-') ? 1 : 0);
    if (word == "inf" || word == "nan") {
        return true;
    }
    const auto power = word.find_first_of("eE");
    if (power != std::string_view::npos) {
        auto exponent = word.substr(power + 1);
        exponent.remove_prefix(exponent.starts_with('+') || exponent.starts_with('-') ? 1 : 0);
        if (!is_digit_run(exponent, decimal)) {
            return false;
        }
    }
    const auto mantissa = word.substr(0, power);
    const auto point = mantissa.find('.');
    if (point == std::string_view::npos) {
        return power != std::string_view::npos && is_whole(mantissa);
    }
    return is_whole(mantissa.substr(0, point)) && is_digit_run(mantissa.substr(point + 1), decimal);
}

/// Takes so many digits off the front; none, or beyond the bounds: -1.
int take_number(std::string_view& text, std::size_t digits, int least, int most) {
    if (text.size() < digits ||
        !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_digit)) {
        return -1;
    }
    int value = 0;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return value < least || value > most ? -1 : value;
}

bool take(std::string_view& text, char byte) {
    const bool there = text.starts_with(byte);
    text.remove_prefix(there ? 1 : 0);
    return there;
}

bool take_date(std::string_view& text) {
    const auto year = take_number(text, 4, 0, 9999);
    if (year < 0 || !take(text, '-')) {
        return false;
    }
    const auto month = take_number(text, 2, 1, 12);
    if (month < 0 || !take(text, '-')) {
        return false;
    }
    constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const auto last = days[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
    return take_number(text, 2, 1, last) > 0;
}

bool take_time(std::string_view& text) {
    if (take_number(text, 2, 0, 23) < 0 || !take(text, ':') || take_number(text, 2, 0, 59) < 0 ||
        !take(text, ':') || take_number(text, 2, 0, 59) < 0) {
        return false;
    }
    if (take(text, '.')) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
        const auto digits = static_cast<std::size_t>(end - text.begin());
        text.remove_prefix(digits);
        return digits > 0;
    }
    return true;
}

bool take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z') || text.empty()) {
        return true;
    }
    return (take(text, '+') || take(text, '-')) && take_number(text, 2, 0, 23) >= 0 &&
           take(text, ':') && take_number(text, 2, 0, 59) >= 0;
}

bool is_date_time(std::string_view word) {
    if (word.size() > 2 && word[2] == ':') {
        return take_time(word) && word.empty();
    }
    if (!take_date(word)) {
        return false;
    }
    if (word.empty()) {
        return true;
    }
    return (take(word, 'T') || take(word, 't') || take(word, ' ')) && take_time(word) &&
           take_offset(word) && word.empty();
}

} // namespace

std::optional<TomlKind> scalar_kind(std::string_view word, std::string& reason) {
    reason = "a value is expected: text stands in quotes";
    if (word == "true" || word == "false") {
        return TomlKind::boolean;
    }
    if (const auto kind = integer(word, reason)) {
        return kind;
    }
    if (is_floating(word)) {
        return TomlKind::floating;
    }
    if (is_date_time(word)) {
        return TomlKind::date_time;
    }
    return std::nullopt;
}

} // namespace mqttx::acl::toml_parts
