// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/format.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>
#include <cctype>

namespace mqttx::app::sub {

namespace {

[[noreturn]] void refuse(std::string what, std::string hint) {
    throw Error{ErrorKind::usage, cat("--format ", what), std::move(hint)};
}

[[noreturn]] void refuse_end(std::string_view begin) {
    refuse(
        cat("ends within a conversion: ", begin),
        cat("write ", begin.substr(0, 1), begin.substr(0, 1), " for the character itself")
    );
}

[[noreturn]] void refuse_conversion(std::string_view name) {
    const bool is_time = name.starts_with('@');
    refuse(
        cat("has the unknown conversion %", name),
        is_time ? "conversions of time are written without the percent sign: @Y"
                : "the manual page lists the conversions; %% is a percent sign"
    );
}

char take(std::string_view& rest) {
    const char first = rest[0];
    rest.remove_prefix(1);
    return first;
}

bool take_if(std::string_view& rest, char wanted) {
    const bool found = rest.starts_with(wanted);
    rest.remove_prefix(found ? 1 : 0);
    return found;
}

std::size_t take_number(std::string_view& rest) {
    constexpr std::size_t most = 10'000; // no width takes the memory
    std::size_t number = 0;
    while (!rest.empty() && std::isdigit(static_cast<unsigned char>(rest[0])) != 0) {
        number = std::min(number * 10 + static_cast<std::size_t>(take(rest) - '0'), most);
    }
    return number;
}

Field take_field(std::string_view& rest) {
    Field field;
    field.left = take_if(rest, '-');
    field.zeros = take_if(rest, '0') && !field.left;
    field.width = take_number(rest);
    if (take_if(rest, '.')) {
        field.precision = take_number(rest);
    }
    return field;
}

/// The character that mosquitto_sub 2.1 takes between groups of hexadecimal digits: %.2:x.
void take_separator(std::string_view& rest, Field& field) {
    constexpr std::string_view separators = R"(!"#$&'()*+,-./:;<=>?@[\]^_`{|}~)";
    if (!field.precision || rest.empty() || separators.find(rest[0]) == std::string_view::npos) {
        return;
    }
    field.separator = take(rest);
    if (!rest.starts_with('x') && !rest.starts_with('X')) {
        refuse(
            cat("has the separator ", field.separator, " before something else than x or X"),
            "only hexadecimal digits are split into groups: %.2:x"
        );
    }
}

/// What follows a percent sign.
Conversion take_conversion(std::string_view& rest) {
    const auto begin = rest;
    Conversion conversion{.field = take_field(rest)};
    take_separator(rest, conversion.field);
    if (rest.empty()) {
        refuse_end(cat('%', begin));
    }
    conversion.letter = take(rest);
    if (conversion.letter == '{') {
        const auto end = rest.find('}');
        conversion.argument = rest.substr(0, end);
        if (end == std::string_view::npos || !is_conversion(conversion.argument)) {
            refuse_conversion(cat('{', rest.substr(0, std::min(end, rest.size() - 1) + 1)));
        }
        rest.remove_prefix(end + 1);
    } else if (!is_conversion(conversion.letter)) {
        refuse_conversion({&conversion.letter, 1});
    }
    return conversion;
}

char take_escape(std::string_view& rest) {
    if (rest.empty()) {
        refuse_end("\\");
    }
    constexpr std::string_view letters = "0aenrtv\\";
    constexpr std::string_view meanings{"\0\a\x1b\n\r\t\v\\", 8};
    const char letter = take(rest);
    const auto found = letters.find(letter);
    if (found == std::string_view::npos) {
        refuse(cat("has the unknown escape \\", letter), "known: \\0 \\a \\e \\n \\r \\t \\v \\\\");
    }
    return meanings[found];
}

} // namespace

Format::Format(std::string_view text, bool pretty) : pretty_{pretty} {
    while (!text.empty()) {
        const char first = take(text);
        if (first == '%') {
            parts_.emplace_back(take_conversion(text));
        } else if (first == '@' && text.empty()) {
            refuse_end("@");
        } else if (first == '@' && !take_if(text, '@')) {
            parts_.emplace_back(Conversion{.letter = '@', .argument = {take(text)}});
        } else {
            add_text(first == '\\' ? take_escape(text) : first);
        }
    }
}

void Format::add_text(char character) {
    if (parts_.empty() || !std::holds_alternative<std::string>(parts_.back())) {
        parts_.emplace_back(std::string{});
    }
    std::get<std::string>(parts_.back()).push_back(character);
}

std::string Format::apply(const Arrival& arrival, bool escape) const {
    std::string text;
    for (const auto& part : parts_) {
        if (const auto* const literal = std::get_if<std::string>(&part)) {
            text += *literal;
            continue;
        }
        const auto& conversion = std::get<Conversion>(part);
        const auto value = expand(conversion, arrival, pretty_);
        const bool is_safe = conversion.letter == 'j' || conversion.letter == 'J';
        text += escape && !is_safe ? io::escape_for_terminal(value) : value;
    }
    return text;
}

} // namespace mqttx::app::sub
