// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/acl/lint_rules.hpp"

#include <algorithm>

namespace mqttx::acl {

bool Wanted::is_selected(std::string_view id) const noexcept {
    const auto names = [&](const std::string& prefix) { return id.starts_with(prefix); };
    return (select.empty() || std::any_of(select.begin(), select.end(), names)) &&
           std::none_of(ignore.begin(), ignore.end(), names);
}

namespace lint_parts {

Finding& Report::add(std::string_view id, Span span, std::string message, std::string help) {
    settle();
    open_ = true;
    const auto* rule = find_lint_rule(id);
    return linted_.findings.emplace_back(Finding{
        rule->id, rule->severity, span, std::move(message), std::move(help)});
}

void Report::pass_over_misread_lines() {
    settle();
    std::sort(misread_.begin(), misread_.end());
    passes_over_ = true;
}

bool Report::has_errors() {
    settle();
    return has_errors_;
}

bool Report::is_misread(Span span) const {
    return !misread_.empty() &&
           std::binary_search(misread_.begin(), misread_.end(), whole_line(text_, span).begin);
}

/// Keeps the last finding, or counts it.
void Report::settle() {
    if (!open_) {
        return;
    }
    open_ = false;
    const auto& last = linted_.findings.back();
    if (passes_over_ && is_misread(last.span)) {
        linted_.findings.pop_back();
        return;
    }
    if (!passes_over_ && last.id.starts_with("A0") && last.severity != Severity::info) {
        misread_.push_back(whole_line(text_, last.span).begin);
    }
    has_errors_ = has_errors_ || last.severity == Severity::error;
    const bool is_selected = wanted_.is_selected(last.id);
    if (is_selected && last.severity <= wanted_.mildest) {
        return;
    }
    linted_.hidden += is_selected ? 1 : 0;
    if (remembers_) {
        linted_.unwanted.push_back({last.id, last.span.begin, is_selected});
    }
    linted_.findings.pop_back();
}

Linted Report::take() && {
    settle();
    const auto precedes = [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; };
    auto& findings = linted_.findings;
    if (!std::is_sorted(findings.begin(), findings.end(), precedes)) { // a million need not move
        std::stable_sort(findings.begin(), findings.end(), precedes);
    }
    return std::move(linted_);
}

} // namespace lint_parts

} // namespace mqttx::acl
