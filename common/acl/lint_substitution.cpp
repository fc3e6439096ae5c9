// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

std::size_t find_substitution(std::string_view text) {
    return std::min(text.find("%u"), text.find("%c"));
}

bool is_substitution(std::string_view level) {
    return level == "%u" || level == "%c";
}

/// A whole level that is a placeholder of another program; true when there is one.
bool lint_foreign(Report& report, const AclLine& line) {
    topic::Levels levels{report.text(line.value)};
    while (const auto level = levels.next()) {
        const auto meant = substitution_for(*level);
        if (!meant.empty()) {
            const auto place = span_of(*level, report.text());
            report
                .add(
                    "A204",
                    place,
                    cat('\'', *level, "' is no substitution of Mosquitto, but a literal level"),
                    cat("write ", meant, " in a pattern line")
                )
                .fix = Fix{{{line.keyword, "pattern"}, {place, std::string{meant}}}, false};
            return true;
        }
    }
    return false;
}

/// Whether a letter follows "%u" or "%c", as in "%cpu": then it may well be meant literally.
bool goes_on_as_word(std::string_view value, std::size_t at) {
    return at + 2 < value.size() && std::isalnum(static_cast<unsigned char>(value[at + 2])) != 0;
}

void lint_in_topic_line(Report& report, const AclLine& line) {
    const auto value = report.text(line.value);
    const auto at = find_substitution(value);
    if (at == npos || goes_on_as_word(value, at)) {
        return;
    }
    const bool whole_level =
        (at == 0 || value[at - 1] == '/') && (at + 2 == value.size() || value[at + 2] == '/');
    const auto begin = static_cast<std::uint32_t>(line.value.begin + at);
    auto& finding = report.add(
        "A201",
        {begin, begin + 2},
        cat("'",
            value.substr(at, 2),
            "' is not replaced in a topic line, it is a literal part of the topic"),
        "write pattern instead of topic; it then applies to every client"
    );
    finding.severity = whole_level ? Severity::error : Severity::warning;
    finding.fix = Fix{{{line.keyword, "pattern"}}, false};
}

void lint_partial_levels(Report& report, const AclLine& line) {
    topic::Levels levels{report.text(line.value)};
    while (const auto level = levels.next()) {
        if (find_substitution(*level) != npos && !is_substitution(*level)) {
            report.add(
                "A203",
                span_of(*level, report.text()),
                "replaced by Mosquitto 2.0, taken literally by 2.1: the substitution is not a "
                "whole "
                "level",
                "make %u or %c a level of its own"
            );
            return;
        }
    }
}

void lint_global(Report& report, const AclLine& line, const AclLine* owner) {
    auto& finding = report.add(
        "A202",
        line.value,
        cat("no %u or %c in this pattern: it applies to every client with the same topics"),
        "write topic instead of pattern, unless every client is meant"
    );
    if (owner == nullptr && (line.access == Access::read || line.access == Access::deny)) {
        finding.severity = Severity::info; // what is for everybody to read is written so
    }
    if (owner != nullptr) {
        finding.severity = Severity::error;
        finding.fix = Fix{{{line.keyword, "topic"}}, false};
        finding.related = Related{owner->text, "not only to this user"};
    }
}

void lint_owned(Report& report, const AclLine& line, const AclLine& owner) {
    auto& finding = report.add(
        "A205",
        line.keyword,
        cat("a pattern applies to every client, not only to user ",
            in_quotes(report.text(owner.value))),
        "set it apart with a blank line, at the beginning or the end of the file"
    );
    finding.related = Related{owner.text, "the user's rules begin here"};
    finding.fix = move_to_end(report.text(), line.text);
}

} // namespace

std::string_view substitution_for(std::string_view level) noexcept {
    constexpr std::array<std::string_view, 6> users{
        "%U", "${username}", "{username}", "${{username}}", "${user}", "%{username}"};
    constexpr std::array<std::string_view, 9> clients{
        "%C",
        "${clientid}",
        "${client_id}",
        "${client-id}",
        "{clientid}",
        "{client_id}",
        "${{clientid}}",
        "${clientId}",
        "%{clientid}"};
    if (std::find(users.begin(), users.end(), level) != users.end()) {
        return "%u";
    }
    return std::find(clients.begin(), clients.end(), level) != clients.end() ? "%c"
                                                                             : std::string_view{};
}

void lint_substitution(Report& report, const AclLine& line, const AclLine* owner) {
    if (line.refusal != Refusal::none || lint_foreign(report, line)) {
        return;
    }
    if (line.kind == LineKind::topic) {
        lint_in_topic_line(report, line);
        return;
    }
    if (find_substitution(report.text(line.value)) == npos) {
        lint_global(report, line, owner);
        return;
    }
    lint_partial_levels(report, line);
    if (owner != nullptr) {
        lint_owned(report, line, *owner);
    }
}

} // namespace mqttx::acl::lint_parts
