// SPDX-License-Identifier: Apache-2.0
#include "common/acl/suppression.hpp"

#include "common/acl/lint_parts.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

constexpr auto npos = std::string_view::npos;

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

bool skip(std::string_view& text, std::string_view word) {
    text = trimmed(text);
    const bool there = text.starts_with(word);
    text.remove_prefix(there ? word.size() : 0);
    return there;
}

std::vector<std::string_view> ids_in(std::string_view list) {
    std::vector<std::string_view> ids;
    while (true) {
        const auto comma = list.find(',');
        if (const auto id = trimmed(list.substr(0, comma)); !id.empty()) {
            ids.push_back(id);
        }
        if (comma == npos) {
            return ids;
        }
        list.remove_prefix(comma + 1);
    }
}

std::optional<Suppression> suppression_in(std::string_view comment, Span span) {
    if (!skip(comment, "#") || !skip(comment, "mqttx:")) {
        return std::nullopt;
    }
    Suppression found{.span = span, .ids = {}};
    found.whole_file = skip(comment, "ignore-file[");
    if (!found.whole_file && !skip(comment, "ignore[")) {
        return std::nullopt;
    }
    const auto end = comment.find(']');
    if (end == npos) {
        return std::nullopt;
    }
    found.ids = ids_in(comment.substr(0, end));
    found.has_reason = !trimmed(comment.substr(end + 1)).empty();
    return found;
}

bool is_meant(const Suppression& suppression, std::string_view id, std::uint32_t begin) {
    const bool here = suppression.whole_file ||
                      (suppression.target.begin <= begin && begin < suppression.target.end);
    return here &&
           std::any_of(suppression.ids.begin(), suppression.ids.end(), [&](std::string_view named) {
               return id.starts_with(named);
           });
}

/// Where that ends which begins in a line: a table with its header there, a value, or the line.
std::uint32_t end_of_part(const NativeFile& file, Span line) {
    auto end = line.end;
    for (std::uint32_t at = 1; at < file.toml.nodes.size(); ++at) {
        const auto& node = file.toml[at];
        const auto begin = node.key_span.empty() ? node.span.begin : node.key_span.begin;
        if (begin >= line.begin && begin < line.end) {
            end = std::max(end, file.toml.end_of(at));
        }
    }
    return end;
}

Finding about(const Suppression& suppression, std::string_view id, std::string_view message) {
    const auto* rule = find_lint_rule(id);
    return {rule->id, rule->severity, suppression.span, std::string{message}};
}

bool precedes(const Finding& a, const Finding& b) {
    return a.span.begin < b.span.begin;
}

/// Marks in `silenced` what a suppression is meant for; whether there was anything.
bool silence(
    const Suppression& suppression,
    const std::vector<Finding>& findings,
    std::vector<bool>& silenced
) {
    auto at = findings.begin();
    if (!suppression.whole_file) {
        at = std::partition_point(at, findings.end(), [&](const Finding& finding) {
            return finding.span.begin < suppression.target.begin;
        });
    }
    bool used = false;
    for (; at != findings.end() &&
           (suppression.whole_file || at->span.begin < suppression.target.end);
         ++at) {
        if (is_meant(suppression, at->id, at->span.begin)) {
            silenced[static_cast<std::size_t>(at - findings.begin())] = true;
            used = true;
        }
    }
    return used;
}

/// Takes away what a suppression is meant for among the findings that are not shown anyway;
/// whether there was anything.
bool silence_unwanted(const Suppression& suppression, Linted& linted) {
    const auto before = linted.unwanted.size();
    std::erase_if(linted.unwanted, [&](const UnwantedFinding& finding) {
        const bool meant = is_meant(suppression, finding.id, finding.begin);
        linted.hidden -= meant && finding.too_mild ? 1 : 0;
        return meant;
    });
    return linted.unwanted.size() != before;
}

/// What is wrong with the suppressions themselves.
std::vector<Finding> faults_of(
    std::string_view text,
    const std::vector<Suppression>& suppressions,
    Linted& linted,
    std::vector<bool>& silenced
) {
    std::vector<Finding> found;
    for (const auto& suppression : suppressions) {
        const bool shown = silence(suppression, linted.findings, silenced);
        const bool unwanted = silence_unwanted(suppression, linted);
        if (!shown && !unwanted) {
            found.push_back(about(suppression, "A901", "nothing here is silenced by this comment"));
            found.back().fix = lint_parts::removal(text, suppression.span);
        } else if (!suppression.has_reason) {
            found.push_back(about(suppression, "A902", "a suppression without a reason"));
        }
    }
    return found;
}

} // namespace

std::vector<Suppression> suppressions_of(const AclFile& file) {
    std::vector<Suppression> found;
    std::size_t waiting = 0; // those from here on wait for their line
    for (const auto& line : file.lines) {
        if (line.kind == LineKind::blank) {
            continue;
        }
        if (line.kind == LineKind::comment) {
            if (auto one = suppression_in(line.text.in(file.text), line.text)) {
                found.push_back(std::move(*one));
            }
            continue;
        }
        for (; waiting < found.size(); ++waiting) {
            found[waiting].target = line.text;
        }
    }
    return found;
}

std::vector<Suppression> suppressions_of(const NativeFile& file) {
    std::vector<Suppression> found;
    const auto text = file.toml.text;
    if (text.find("mqttx:") == npos) {
        return found;
    }
    std::size_t waiting = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        const auto line = trimmed(span.in(text));
        begin = end + 1;
        if (line.empty() || line == "\r") {
            continue;
        }
        if (line.front() == '#') {
            if (auto one = suppression_in(line, span_of(line, text))) {
                found.push_back(std::move(*one));
            }
            continue;
        }
        for (; waiting < found.size(); ++waiting) {
            found[waiting].target = {span.begin, end_of_part(file, span)};
        }
    }
    return found;
}

Linted suppress(
    std::string_view text,
    const std::vector<Suppression>& suppressions,
    Linted linted,
    const Wanted& wanted
) {
    if (suppressions.empty()) {
        return linted;
    }
    std::vector<bool> silenced(linted.findings.size());
    auto faults = faults_of(text, suppressions, linted, silenced);
    std::vector<Finding> left;
    for (std::size_t at = 0; at < linted.findings.size(); ++at) {
        if (!silenced[at]) {
            left.push_back(std::move(linted.findings[at]));
        }
    }
    for (auto& fault : faults) {
        if (!wanted.is_selected(fault.id)) {
            continue;
        }
        if (fault.severity <= wanted.mildest) {
            left.push_back(std::move(fault));
        } else {
            ++linted.hidden;
        }
    }
    std::stable_sort(left.begin(), left.end(), precedes);
    linted.findings = std::move(left);
    return linted;
}

} // namespace mqttx::acl
