// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

/// "alice,bob" or "alice, bob". A distinguished name (use_subject_as_username) has commas too.
bool is_list(std::string_view name) {
    return name.find_first_of(",;") != npos && name.find('=') == npos;
}

bool means_everybody(std::string_view name) {
    constexpr std::array<std::string_view, 6> words{
        "all", "anonymous", "anyone", "everybody", "everyone", "guests"};
    return std::find(words.begin(), words.end(), name) != words.end();
}

} // namespace

std::string_view placeholder_in(std::string_view name) noexcept {
    const auto is_upper = [](char byte) {
        return (byte >= 'A' && byte <= 'Z') || byte == '_' || (byte >= '0' && byte <= '9');
    };
    if (name.find("{{") != npos || name.find("${") != npos || name.find("<%") != npos) {
        return "is a placeholder that nobody has filled in";
    }
    if (name.size() > 2 && name.front() == '$' &&
        std::all_of(name.begin() + 1, name.end(), is_upper)) {
        return "is a variable of the shell that nobody has filled in";
    }
    const bool framed = name.size() > 4 && name.front() == name.back() &&
                        (name.front() == '_' || name.front() == '@' || name.front() == '%');
    const bool prefixed = name.starts_with("_") && name.ends_with("_USERNAME");
    const bool bracketed = name.size() > 2 && name.front() == '<' && name.back() == '>';
    if (bracketed || prefixed ||
        (framed && std::all_of(name.begin() + 1, name.end() - 1, is_upper))) {
        return "is a placeholder that nobody has filled in";
    }
    return {};
}

void lint_user(Report& report, const AclLine& line) {
    if (line.refusal == Refusal::no_user_name) {
        report.add("A010", line.keyword, cat("user line without a name", refused));
        return;
    }
    const auto name = report.text(line.value);
    if (lint_characters(report, line.value) || lint_inline_comment(report, line) ||
        lint_quotes(report, line.value)) {
        return;
    }
    if (const auto why = placeholder_in(name); !why.empty()) {
        report.add("A508", line.value, cat("this user name ", why));
    } else if (is_list(name)) {
        report.add(
            "A012",
            line.value,
            cat("one user named ", in_quotes(name), ", not a list"),
            "give each user a user line and rules of its own"
        );
    } else if (name.find('*') != npos || means_everybody(name)) {
        report.add(
            "A013",
            line.value,
            cat("one user named ", in_quotes(name), ", nobody else"),
            "rules for every client are pattern lines; rules for clients without a name stand "
            "before "
            "the first user line"
        );
    } else if (name.find(' ') != npos) {
        report.add("A012", line.value, cat("one user named ", in_quotes(name))).severity =
            Severity::info;
    }
}

} // namespace mqttx::acl::lint_parts
