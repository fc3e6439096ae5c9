// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/normal_form.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace mqttx::acl::lint_parts {

namespace {

/// The text in Unicode's normalization form C, with accents as part of their letters; none when it
/// is in this form.
std::optional<std::string> composed(std::string_view text) {
    const auto form = normal_form_c(text);
    return form && form->expose_text() != text ? std::optional{std::string{form->expose_text()}}
                                               : std::nullopt;
}

/// The Latin letter that a Greek or Cyrillic one is drawn like; 0 when there is none. Those used
/// in units and formulas beside Latin ones (Greek mu, omega ...) are none of them.
char twin_of(char32_t point) {
    struct Twin {
        char32_t point;
        char latin;
    };

    constexpr std::array twins{
        Twin{0x391, 'A'}, Twin{0x392, 'B'}, Twin{0x395, 'E'}, Twin{0x396, 'Z'}, Twin{0x397, 'H'},
        Twin{0x399, 'I'}, Twin{0x39A, 'K'}, Twin{0x39C, 'M'}, Twin{0x39D, 'N'}, Twin{0x39F, 'O'},
        Twin{0x3A1, 'P'}, Twin{0x3A4, 'T'}, Twin{0x3A5, 'Y'}, Twin{0x3A7, 'X'}, Twin{0x3BF, 'o'},
        Twin{0x405, 'S'}, Twin{0x406, 'I'}, Twin{0x408, 'J'}, Twin{0x410, 'A'}, Twin{0x412, 'B'},
        Twin{0x415, 'E'}, Twin{0x41A, 'K'}, Twin{0x41C, 'M'}, Twin{0x41D, 'H'}, Twin{0x41E, 'O'},
        Twin{0x420, 'P'}, Twin{0x421, 'C'}, Twin{0x422, 'T'}, Twin{0x425, 'X'}, Twin{0x430, 'a'},
        Twin{0x435, 'e'}, Twin{0x43E, 'o'}, Twin{0x440, 'p'}, Twin{0x441, 'c'}, Twin{0x443, 'y'},
        Twin{0x445, 'x'}, Twin{0x455, 's'}, Twin{0x456, 'i'}, Twin{0x458, 'j'}, Twin{0x501, 'd'}};
    const auto* const found = std::find_if(twins.begin(), twins.end(), [&](const Twin& twin) {
        return twin.point == point;
    });
    return found == twins.end() ? '\0' : found->latin;
}

bool is_latin(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// A letter among Latin ones that only looks like one of them.
bool lint_twin(Report& report, std::string_view level) {
    if (std::none_of(level.begin(), level.end(), is_latin)) {
        return false; // a word of another script
    }
    for (auto rest = level; !rest.empty();) {
        const auto point = decode_utf8(rest);
        if (!point) {
            return false;
        }
        if (const char latin = twin_of(point->value); latin != '\0') {
            const auto place = span_of(rest.substr(0, point->length), report.text());
            report.add(
                "A020",
                place,
                cat("a ",
                    point->value < 0x400 ? "Greek" : "Cyrillic",
                    " letter that looks like the Latin '",
                    latin,
                    "' beside it: another name than it seems"),
                "type it anew"
            );
            return true;
        }
        rest.remove_prefix(point->length);
    }
    return false;
}

} // namespace

bool lint_letters(Report& report, Span value) {
    const auto text = report.text(value);
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('/', begin), text.size());
        if (lint_twin(report, text.substr(begin, end - begin))) {
            return true;
        }
        begin = end + 1;
    }
    auto form = composed(text);
    if (!form) {
        return false;
    }
    report
        .add(
            "A020",
            value,
            "letters and accents are apart (not in Unicode's form NFC): a client that types the "
            "same name sends other bytes",
            "write it with composed letters"
        )
        .fix = Fix{{{value, std::move(*form)}}, false};
    return true;
}

} // namespace mqttx::acl::lint_parts
