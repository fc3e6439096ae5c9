// SPDX-License-Identifier: Apache-2.0
#include "common/cli/roff.hpp"

#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::cli::roff {

namespace {

constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool is_in(std::string_view set, char letter) {
    return set.find(letter) != std::string_view::npos;
}

/// How many characters of the front are all in the set.
std::size_t span_of(std::string_view text, std::string_view set) {
    return std::min(text.find_first_not_of(set), text.size());
}

} // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        switch (letter) {
        case '\\':
            out += "\\e";
            break;
        case '-':
            out += "\\-";
            break;
        case '\'':
            out += "\\(aq";
            break;
        case '^':
            out += "\\(ha";
            break;
        case '~':
            out += "\\(ti";
            break;
        case '`':
            out += "\\(ga";
            break;
        default:
            out += letter;
        }
    }
    return text.starts_with('.') ? "\\&" + out : out;
}

std::string bold(std::string_view text) {
    return cat("\\fB", escaped(text), "\\fR");
}

std::string italic(std::string_view text) {
    return cat("\\fI", escaped(text), "\\fR");
}

std::string usage(std::string_view words) {
    std::string out;
    bool in_word = false;
    while (!words.empty()) {
        std::size_t length = 1;
        if (!in_word && words[0] == '-') {
            length = 1 + span_of(words.substr(1), cat(letters, '-'));
            out += bold(words.substr(0, length));
        } else if (!in_word && is_in(capitals, words[0])) {
            length = span_of(words, cat(capitals, "-_0123456789"));
            out += italic(words.substr(0, length));
        } else {
            out += words[0] == '.' && !out.empty() ? "." : escaped(words.substr(0, 1));
        }
        in_word = words[length - 1] == '-' || is_in(letters, words[length - 1]);
        words.remove_prefix(length);
    }
    return out;
}

std::string sentence(std::string_view description) {
    auto text = std::string{description};
    const auto word = text.substr(0, text.find_first_of(" ,;:"));
    const bool is_plain = word.find_first_of("(/_.") == std::string::npos; // not "mqtt(s)://"
    if (!text.empty() && is_plain && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text.empty() ? text : escaped(text) + '.';
}

} // namespace mqttx::cli::roff
