// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

Span one_byte(std::size_t at) {
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)};
}

void lint_nul_byte(Report& report, const Loss& loss) {
    const std::string_view effect =
        loss.line_lost ? "this line and everything after it" : "what follows in this file";
    report.add(
        "A004",
        one_byte(loss.lost.begin),
        cat("NUL byte: Mosquitto does not read ", effect),
        "remove it"
    );
}

void lint_losses(Report& report, const AclFile& file) {
    for (const auto& loss : file.losses) {
        if (loss.cause == Loss::Cause::nul_byte) {
            lint_nul_byte(report, loss);
        } else {
            report
                .add(
                    "A015",
                    loss.lost,
                    cat("Mosquitto drops this last line: it has no line feed and exactly ",
                        loss.lost.size(),
                        " bytes, which fill the read buffer"),
                    "end the line with a line feed"
                )
                .fix = Fix{{{{loss.lost.end, loss.lost.end}, "\n"}}, false};
        }
    }
}

void lint_line_ends(Report& report, const AclFile& file) {
    const auto text = file.text;
    const auto carriage_return = text.find("\r\n");
    if (carriage_return != npos) {
        auto& finding = report.add(
            "A006", one_byte(carriage_return), "lines end with CR LF", "end lines with LF"
        );
        finding.fix = Fix{};
        for (auto at = carriage_return; at != npos; at = text.find("\r\n", at + 1)) {
            finding.fix->edits.push_back({one_byte(at), {}});
        }
    }
    const bool lost = std::any_of(file.losses.begin(), file.losses.end(), [](const Loss& loss) {
        return loss.cause == Loss::Cause::filled_its_buffer;
    });
    if (!text.empty() && !text.ends_with('\n') && !lost) {
        const auto end = static_cast<std::uint32_t>(text.size());
        report.add("A016", one_byte(text.size() - 1), "the last line has no line feed").fix =
            Fix{{{{end, end}, "\n"}}};
    }
}

/// White space and format characters that are easily taken for something else, beyond ASCII.
bool is_deceptive(char32_t point) {
    const bool space = point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
                       point == 0x202F || point == 0x205F || point == 0x3000;
    const bool control = point < 0xA0;
    return space || point == 0xAD || (!control && is_unsafe_to_show(point));
}

bool is_plain(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char byte) {
        return byte >= 0x20 && byte < 0x7F;
    });
}

Span part_of(Span value, std::size_t offset, std::size_t length) {
    const auto begin = static_cast<std::uint32_t>(value.begin + offset);
    return {begin, static_cast<std::uint32_t>(begin + length)};
}

/// Whether a line feed was meant at a carriage return: a statement or comment follows.
bool begins_statement(std::string_view text) {
    constexpr std::array<std::string_view, 4> beginnings{"topic ", "pattern ", "user ", "#"};
    return std::any_of(beginnings.begin(), beginnings.end(), [&](auto beginning) {
        return text.starts_with(beginning);
    });
}

} // namespace

void lint_bytes(Report& report, const AclFile& file) {
    if (file.text.starts_with("\xEF\xBB\xBF")) {
        report
            .add(
                "A003",
                {0, 3},
                cat("byte order mark", refused),
                "save the file as UTF-8 without byte order mark"
            )
            .fix = Fix{{{{0, 3}, {}}}};
    }
    lint_losses(report, file);
    lint_line_ends(report, file);
}

bool lint_carriage_return(Report& report, const AclLine& line) {
    const auto text = report.text(line.text);
    auto at = text.find('\r');
    if (line.kind == LineKind::comment) {
        while (at != npos && !begins_statement(text.substr(at + 1))) {
            at = text.find('\r', at + 1);
        }
    }
    if (at == npos) {
        return false;
    }
    report
        .add(
            "A005",
            part_of(line.text, at, 1),
            cat("carriage return without a line feed: Mosquitto reads what follows as part of "
                "this ",
                line.kind == LineKind::comment ? "comment" : "line"),
            "end lines with LF"
        )
        .fix = Fix{{{part_of(line.text, at, 1), "\n"}}, false};
    return true;
}

bool lint_characters(Report& report, Span value) {
    const auto text = report.text(value);
    if (is_plain(text)) {
        return false;
    }
    for (std::size_t at = 0; at < text.size();) {
        const auto point = decode_utf8(text.substr(at));
        if (!point) {
            report.add(
                "A018",
                part_of(value, at, 1),
                "not UTF-8: no client can use this name, the rule never applies"
            );
            return true;
        }
        const auto here = text.substr(at, point->length);
        if (const auto doubtful = topic::doubtful_character(here)) {
            report.add(
                "A019",
                part_of(value, at, point->length),
                cat("control character ",
                    *doubtful,
                    ": Mosquitto closes the connection of a client "
                    "that uses it, the rule never applies")
            );
            return true;
        }
        if (is_deceptive(point->value)) {
            report.add(
                "A017",
                part_of(value, at, point->length),
                "character that cannot be told from a space, or cannot be seen at all",
                "write it anew, without what was pasted"
            );
            return true;
        }
        at += point->length;
    }
    return lint_letters(report, value);
}

bool lint_quotes(Report& report, Span value) {
    const auto text = report.text(value);
    const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                        (text.front() == '"' || text.front() == '\'');
    if (quoted) {
        report
            .add(
                "A011",
                value,
                "the quotes are part of the name",
                cat("write ", text.size() > 2 ? text.substr(1, text.size() - 2) : "a name")
            )
            .fix = text.size() > 2
                       ? Fix{{{value, std::string{text.substr(1, text.size() - 2)}}}, false}
                       : Boxed<Fix>{};
    }
    return quoted;
}

} // namespace mqttx::acl::lint_parts
