// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/excerpt.hpp"

#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>

namespace mqttx::app {

namespace {

constexpr std::size_t most_before = 60;
constexpr std::size_t most_marked = 60;
constexpr std::size_t most_after = 30;
constexpr std::string_view cut_mark = "...";

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// The first characters of a text, with a mark when that is not all of it.
std::string first_of(std::string_view text, std::size_t most) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size(); ++at) {
        count += begins_character(text[at]) ? 1U : 0U;
        if (count > most) {
            return cat(text.substr(0, at), cut_mark);
        }
    }
    return std::string{text};
}

/// The last characters of a text, with a mark when that is not all of it.
std::string last_of(std::string_view text, std::size_t most) {
    auto at = text.size();
    for (std::size_t count = 0; at > 0 && count < most; --at) {
        count += begins_character(text[at - 1]) ? 1U : 0U;
    }
    return at == 0 ? std::string{text} : cat(cut_mark, text.substr(at));
}

} // namespace

std::string excerpt(const acl::LineIndex& index, acl::Span place) {
    const auto where = index.locate(place.begin);
    const auto line = index.line(where.line);
    const auto begin = std::min(where.byte, line.size());
    const auto marked_text = line.substr(begin, place.size());
    const auto before = last_of(io::escape_for_terminal(line.substr(0, begin)), most_before);
    const auto marked = first_of(io::escape_for_terminal(marked_text), most_marked);
    const auto after =
        first_of(io::escape_for_terminal(line.substr(begin + marked_text.size())), most_after);
    const auto width = std::max<std::size_t>(count_characters(marked), 1);
    return cat(
        "  ",
        before,
        marked,
        after,
        "\n  ",
        std::string(count_characters(before), ' '),
        '^',
        std::string(width - 1, '~'),
        '\n'
    );
}

} // namespace mqttx::app
