// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

namespace mqttx::acl::lint_parts {

namespace {

/// VerneMQ compares the beginning of a line with "topic read ", "topic write ", "topic " and the
/// like; all that follows is the topic.
void lint_vernemq_line(Report& report, const AclLine& line) {
    if (line.refusal != Refusal::none || line.kind == LineKind::blank ||
        line.kind == LineKind::comment) {
        return;
    }
    const auto title = target_title(Target::vernemq);
    if (!line.access_word.empty() && line.access == Access::readwrite) {
        report
            .add(
                "A603",
                line.access_word,
                cat(title, " does not know 'readwrite': it takes the word for a part of the topic"),
                "leave it out: no word means both, there as here"
            )
            .fix = Fix{{{{line.access_word.begin, line.value.begin}, {}}}};
        return;
    }
    const auto keyword = report.text(line.keyword);
    const auto access = report.text(line.access_word);
    const auto plain = access.empty() ? cat(keyword, ' ') : cat(keyword, ' ', access, ' ');
    const Span words{line.text.begin, line.value.begin};
    if (report.text(words) != plain) {
        report
            .add(
                "A603",
                words,
                cat(title, " takes one space between words and none before them"),
                "mqttx acl fmt puts it right"
            )
            .fix = Fix{{{words, plain}}};
    }
}

} // namespace

void lint_target_lines(Report& report, const AclFile& file, Target target) {
    if (target != Target::vernemq) {
        return;
    }
    for (const auto& line : file.lines) {
        lint_vernemq_line(report, line);
    }
    if (const auto at = file.text.find("\r\n"); at != std::string_view::npos) {
        const auto begin = static_cast<std::uint32_t>(at);
        report.add(
            "A603",
            {begin, begin + 1},
            "VerneMQ takes the carriage return for a part of the topic",
            "end lines with LF"
        );
    }
}

} // namespace mqttx::acl::lint_parts
