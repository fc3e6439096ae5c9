// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

Span byte_at(Span value, std::size_t offset) {
    const auto begin = static_cast<std::uint32_t>(value.begin + offset);
    return {begin, begin + 1};
}

/// What makes the broker refuse a topic.
void lint_refused_topic(Report& report, const AclLine& line) {
    const auto value = report.text(line.value);
    if (value.size() > longest_topic) {
        report.add(
            "A104",
            line.value,
            cat("a topic of ", value.size(), " bytes, the limit is ", longest_topic, refused)
        );
    } else if (const auto misplaced = topic::misplaced_wildcard(value)) {
        report.add(
            value[misplaced->offset] == '#' ? "A101" : "A102",
            byte_at(line.value, misplaced->offset),
            cat(misplaced->reason, refused)
        );
    } else {
        report.add(
            "A105",
            line.value,
            cat("a topic with ",
                std::count(value.begin(), value.end(), '/'),
                " slashes, the limit is ",
                most_slashes,
                refused)
        );
    }
}

void lint_system_root(Report& report, Span place) {
    const auto value = report.text(place);
    if (misspells_sys(value)) {
        report
            .add(
                "A111",
                place,
                "the broker's own topics begin with $SYS",
                cat("write $SYS", value.substr(4))
            )
            .fix = Fix{{{place, cat("$SYS", value.substr(4))}}, false};
    }
}

void lint_dollar(Report& report, const AclLine& line) {
    const auto value = report.text(line.value);
    if (const auto shared = topic::shared_subscription(value)) {
        report
            .add(
                "A110",
                line.value,
                "a rule about a shared subscription never applies: its messages have their own "
                "topic",
                cat("write the topic alone: ", shared->filter)
            )
            .fix = Fix{{{line.value, std::string{shared->filter}}}, false};
    } else {
        lint_system_root(report, line.value);
    }
}

void lint_empty_levels(Report& report, Span place) {
    const auto value = report.text(place);
    if (value.starts_with('/')) {
        report.add("A106", byte_at(place, 0), "the topic begins with an empty level");
    }
    if (value.size() > 1 && value.ends_with('/')) {
        report.add("A107", byte_at(place, value.size() - 1), "the topic ends with an empty level");
    }
    const auto twice = value.find("//");
    if (twice != npos) {
        report.add("A108", byte_at(place, twice + 1), "the topic has an empty level");
    }
}

void lint_shape(Report& report, Span place) {
    lint_empty_levels(report, place);
    const auto value = report.text(place);
    const auto shortest = topic::canonical(value);
    if (shortest != value) {
        report.add("A112", place, cat('\'', value, "' matches what '", shortest, "' does")).fix =
            Fix{{{place, std::string{shortest}}}};
    }
}

/// Words that belong to the topic although they look like something else.
bool lint_words(Report& report, const AclLine& line) {
    const auto value = report.text(line.value);
    const auto space = value.find(' ');
    if (space == npos) {
        return false;
    }
    const auto word = value.substr(0, space);
    if (word == "read" || word == "write" || word == "readwrite" || word == "deny") {
        report
            .add(
                "A009",
                {line.value.begin, static_cast<std::uint32_t>(line.value.begin + space)},
                cat("a second access word: '", word, "' is part of the topic here"),
                "give one access word; readwrite stands for both"
            )
            .severity = Severity::warning;
        return true;
    }
    report.add("A017", byte_at(line.value, space), "the space is part of the topic").severity =
        Severity::info;
    return false;
}

} // namespace

bool misspells_sys(std::string_view value) noexcept {
    const auto first = value.substr(0, value.find('/'));
    constexpr std::string_view expected = "$sys";
    return first != "$SYS" && first.size() == expected.size() &&
           std::equal(first.begin(), first.end(), expected.begin(), [](char given, char lower) {
               return given == lower ||
                      (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == lower);
           });
}

void lint_topic(Report& report, const AclLine& line) {
    if (line.refusal == Refusal::bad_topic) {
        lint_refused_topic(report, line);
        return;
    }
    if (lint_characters(report, line.value) || lint_quotes(report, line.value) ||
        lint_words(report, line)) {
        return;
    }
    lint_dollar(report, line);
    lint_shape(report, line.value);
}

void lint_levels(Report& report, Span place) {
    if (!lint_characters(report, place)) {
        lint_system_root(report, place);
        lint_shape(report, place);
    }
}

} // namespace mqttx::acl::lint_parts
