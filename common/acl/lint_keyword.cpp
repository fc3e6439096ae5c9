// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

std::string lower_case(std::string_view word) {
    std::string lower{word};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char byte) {
        return static_cast<char>(std::tolower(byte));
    });
    return lower;
}

bool is_keyword(std::string_view word) {
    return word == "topic" || word == "pattern" || word == "user";
}

bool is_access(std::string_view word) {
    return word == "read" || word == "write" || word == "readwrite" || word == "deny";
}

bool begins_like_comment(std::string_view text) {
    return text.starts_with('#') || text.starts_with("//") || text.starts_with(';') ||
           text.starts_with("--");
}

/// Up to the first TAB.
std::string_view before_tab(std::string_view word) {
    return word.substr(0, word.find('\t'));
}

std::string_view without_leading_tabs(std::string_view word) {
    word.remove_prefix(std::min(word.find_first_not_of('\t'), word.size()));
    return word;
}

/// What to write for a keyword in other letters, or for an access word without one.
Boxed<Fix> keyword_fix(Span keyword, const std::string& lower) {
    if (is_keyword(lower)) {
        return Fix{{{keyword, lower}}};
    }
    return is_access(lower) ? Fix{{{keyword, cat("topic ", lower)}}} : Boxed<Fix>{};
}

/// The words of a line with a space for each TAB between them.
Fix spaces_for_tabs(const Report& report, Span words, bool safe) {
    std::string spaced{report.text(words)};
    std::replace(spaced.begin(), spaced.end(), '\t', ' ');
    spaced.erase(0, spaced.find_first_not_of(' '));
    return {{{words, std::move(spaced)}}, safe};
}

std::string keyword_help(const std::string& lower) {
    if (is_keyword(lower)) {
        return cat("write '", lower, '\'');
    }
    if (is_access(lower)) {
        return cat("write 'topic ", lower, " TOPIC'");
    }
    return "a line begins with user, topic, pattern or, in the first column, '#'";
}

/// Access words of other programs and what to write for them.
std::string_view access_for(std::string_view lower) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 25> meanings{{
        {"r", "read"},
        {"sub", "read"},
        {"subscribe", "read"},
        {"receive", "read"},
        {"ro", "read"},
        {"w", "write"},
        {"pub", "write"},
        {"publish", "write"},
        {"send", "write"},
        {"wo", "write"},
        {"rw", "readwrite"},
        {"wr", "readwrite"},
        {"pubsub", "readwrite"},
        {"both", "readwrite"},
        {"all", "readwrite"},
        {"allow", "readwrite"},
        {"read,write", "readwrite"},
        {"write,read", "readwrite"},
        {"read/write", "readwrite"},
        {"read-write", "readwrite"},
        {"read_write", "readwrite"},
        {"writeread", "readwrite"},
        {"none", "deny"},
        {"forbid", "deny"},
        {"block", "deny"},
    }};
    if (is_access(lower)) {
        return lower;
    }
    const auto* const meaning =
        std::find_if(meanings.begin(), meanings.end(), [&](const auto& pair) {
            return pair.first == lower;
        });
    return meaning == meanings.end() ? std::string_view{} : meaning->second;
}

bool begins_with_access_and_tab(std::string_view word) {
    return word.find('\t') != npos && is_access(lower_case(before_tab(word)));
}

bool lint_unknown_access(Report& report, const AclLine& line) {
    const auto word = report.text(line.access_word);
    if (begins_with_access_and_tab(word)) {
        report
            .add(
                "A002",
                line.access_word,
                cat("TAB after the access word", refused),
                "separate words with spaces"
            )
            .fix = spaces_for_tabs(report, line.text, true);
        return true;
    }
    if (begins_like_comment(report.text(line.value))) {
        return false; // "topic a # note"
    }
    const auto lower = lower_case(word);
    const auto meant = access_for(lower);
    auto& finding = report.add(
        "A009",
        line.access_word,
        cat("unknown access word ", in_quotes(word), refused),
        meant.empty()
            ? "the access is read, write, readwrite or deny; a topic with spaces needs one"
            : cat("write '", meant, '\'')
    );
    if (!meant.empty()) { // "allow" says less than readwrite does
        const bool vague = lower == "all" || lower == "allow" || lower == "both";
        finding.fix = Fix{{{line.access_word, std::string{meant}}}, !vague};
    }
    return true;
}

/// A rule of one word, which is the topic.
bool lint_missing_access(Report& report, const AclLine& line) {
    const auto keyword = report.text(line.keyword);
    const auto value = report.text(line.value);
    if (is_access(value)) {
        report.add(
            "A008",
            line.value,
            cat("no topic after '", value, "': this grants readwrite on the topic '", value, '\''),
            cat("write '", keyword, ' ', value, " TOPIC'")
        );
        return true;
    }
    if (begins_with_access_and_tab(value)) {
        report
            .add(
                "A002",
                line.value,
                cat("TAB after '",
                    before_tab(value),
                    "': this grants readwrite on a topic with a TAB in it"),
                "separate words with spaces"
            )
            .fix = spaces_for_tabs(report, line.text, false);
        return true;
    }
    if (line.refusal == Refusal::none) {
        report
            .add(
                "A014",
                line.keyword,
                "no access word: this grants reading and writing",
                cat("write '", keyword, " readwrite' if that is meant")
            )
            .fix = Fix{{{{line.keyword.end, line.keyword.end}, " readwrite"}}};
    }
    return false;
}

/// Where a comment seems to begin within a value: a comment mark after white space. Only '#' is
/// certain; the others need white space behind them too.
std::optional<std::size_t> find_comment(std::string_view value) {
    for (auto at = value.find_first_of(" \t"); at != npos;
         at = value.find_first_of(" \t", at + 1)) {
        const auto rest = value.substr(at + 1);
        const auto mark = rest.substr(0, rest.find_first_of(" \t"));
        if (rest.starts_with('#') || mark == "//" || mark == ";" || mark == "--") {
            return at + 1;
        }
    }
    return std::nullopt;
}

} // namespace

void lint_keyword(Report& report, const AclLine& line) {
    const auto word = report.text(line.keyword);
    if (line.keyword.begin == 0 && word.starts_with("\xEF\xBB\xBF")) {
        return; // a byte order mark, reported with the file
    }
    const auto visible = without_leading_tabs(word);
    if (begins_like_comment(visible)) {
        report
            .add(
                "A007",
                line.text,
                cat("a comment begins with '#' in the first column", refused),
                "move the '#' to the first column"
            )
            .fix = Fix{
            {{{line.text.begin, span_of(visible, report.text()).begin},
              visible.starts_with('#') ? "" : "# "}}};
    } else if (word.find('\t') != npos && is_keyword(lower_case(before_tab(visible)))) {
        report
            .add(
                "A002",
                line.keyword,
                cat(visible.size() < word.size() ? "TAB before '" : "TAB after '",
                    before_tab(visible),
                    '\'',
                    refused),
                "separate words with spaces"
            )
            .fix = spaces_for_tabs(report, line.text, true);
    } else {
        report
            .add(
                "A001",
                line.keyword,
                cat("unknown keyword ", in_quotes(word), refused),
                keyword_help(lower_case(word))
            )
            .fix = keyword_fix(line.keyword, lower_case(word));
    }
}

bool lint_access(Report& report, const AclLine& line) {
    if (line.refusal == Refusal::no_topic) {
        const auto keyword = report.text(line.keyword);
        report.add("A103", line.keyword, cat(keyword, " line without a topic", refused));
        return true;
    }
    if (line.refusal == Refusal::unknown_access) {
        return lint_unknown_access(report, line);
    }
    return line.access_word.empty() && lint_missing_access(report, line);
}

bool lint_inline_comment(Report& report, const AclLine& line) {
    const auto value = report.text(line.value);
    std::optional<std::size_t> comment;
    if (line.refusal == Refusal::unknown_access) {
        comment = 0; // "topic a # note": the topic is taken for the access word
    } else {
        comment = find_comment(value);
    }
    if (!comment) {
        return false;
    }
    const auto begin = static_cast<std::uint32_t>(line.value.begin + *comment);
    const bool is_refused = line.refusal != Refusal::none;
    auto& finding = report.add(
        "A007",
        {begin, line.value.end},
        is_refused ? cat("a comment needs a line of its own", refused)
                   : cat("this looks like a comment, but is part of the ",
                         line.kind == LineKind::user ? "user name" : "topic"),
        "move it to a line of its own, with '#' in the first column"
    );
    finding.severity = is_refused ? Severity::error : Severity::warning;
    const auto before = value.substr(0, *comment).find_last_not_of(" \t") + 1;
    const auto text = value.substr(*comment);
    finding.fix = Fix{
        {{{line.text.begin, line.text.begin}, cat(text.starts_with('#') ? "" : "# ", text, '\n')},
         {{static_cast<std::uint32_t>(line.value.begin + before), line.value.end}, {}}},
        is_refused};
    return true;
}

} // namespace mqttx::acl::lint_parts
