// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint.hpp"

#include "common/acl/acl_file_policy.hpp"
#include "common/acl/fix.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/acl/suppression.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <iterator>

namespace mqttx::acl {

namespace {

using namespace lint_parts;

/// Walks the lines and remembers whose rules it is among.
class Walk {
  public:
    explicit Walk(Report& report) : report_{report} {}

    void visit(const AclLine& line) {
        if (line.kind == LineKind::blank || line.kind == LineKind::comment) {
            owner_ = nullptr;
        }
        if (line.kind == LineKind::blank || lint_carriage_return(report_, line)) {
            return;
        }
        switch (line.kind) {
        case LineKind::unknown:
            lint_keyword(report_, line);
            break;
        case LineKind::user:
            owner_ = section_ = &line;
            patterns_.clear();
            lint_user(report_, line);
            break;
        case LineKind::topic:
        case LineKind::pattern:
            visit_rule(line);
            break;
        default:
            break;
        }
    }

    [[nodiscard]] bool saw_rules() const noexcept { return saw_rules_; }

  private:
    void visit_rule(const AclLine& line) {
        saw_rules_ = true;
        if (!lint_access(report_, line) && !lint_inline_comment(report_, line)) {
            lint_topic(report_, line);
        }
        lint_substitution(report_, line, owner_);
        if (line.kind == LineKind::topic) {
            warn_of_patterns_before();
        } else if (section_ != nullptr && owner_ == nullptr) {
            patterns_.push_back(&line);
        }
    }

    /// A user's rules go on after these patterns: they were meant for this user, or the rules after
    /// them for everybody. Those in the user's own paragraph are reported already.
    void warn_of_patterns_before() {
        for (const auto* pattern : patterns_) {
            auto& finding = report_.add(
                "A205",
                pattern->keyword,
                cat("this pattern applies to every client, the rules after it are again for "
                    "user ",
                    in_quotes(report_.text(section_->value)),
                    " alone"),
                "move pattern lines out of the users' rules, to the beginning or the end"
            );
            finding.related = Related{section_->text, "the user's rules begin here"};
            finding.fix = move_to_end(report_.text(), pattern->text);
        }
        patterns_.clear();
    }

    Report& report_;
    const AclLine* owner_ = nullptr;   ///< user line of this paragraph
    const AclLine* section_ = nullptr; ///< last user line
    std::vector<const AclLine*> patterns_;
    bool saw_rules_ = false;
};

/// A user line whose name had one before: the broker merges their rules.
void lint_sections(Report& report, const AclFile& file, const Policy& policy) {
    for (const auto& line : file.lines) {
        if (line.kind != LineKind::user || line.refusal != Refusal::none) {
            continue;
        }
        const auto* first = policy.find(report.text(line.value));
        if (first != nullptr && first->span != line.text) {
            report
                .add(
                    "A310",
                    line.value,
                    cat("a second section for user ",
                        in_quotes(report.text(line.value)),
                        ": both apply, as one"),
                    "put the rules together, or give this section the name it was meant for"
                )
                .related = Related{first->span, "the first one"};
        }
    }
}

void lint_meaning(Report& report, const AclFile& file, const Beside& beside) {
    const auto policy = policy_of(file);
    lint_sections(report, file, policy);
    lint_coverage(report, policy);
    lint_subjects(report, policy);
    lint_shapes(report, policy);
    lint_similar(report, policy);
    lint_rights(report, policy);
    lint_flows(report, policy);
    lint_number(report, policy);
    lint_beside(report, policy, beside);
}

/// Comments accept what a file means. That the broker refuses it, or does not read it to its end,
/// they cannot change.
Linted suppress_meaning(
    const AclFile& file,
    const std::vector<Suppression>& suppressions,
    Linted linted,
    const Wanted& wanted
) {
    const auto firm = std::stable_partition(
        linted.findings.begin(),
        linted.findings.end(),
        [&](const Finding& finding) {
            return finding.id != "A004" && finding.id != "A015" && !is_refused(file, finding);
        }
    );
    std::vector<Finding> refusals{
        std::make_move_iterator(firm), std::make_move_iterator(linted.findings.end())};
    linted.findings.erase(firm, linted.findings.end());
    linted = suppress(file.text, suppressions, std::move(linted), wanted);
    auto& findings = linted.findings;
    findings.insert(
        findings.end(),
        std::make_move_iterator(refusals.begin()),
        std::make_move_iterator(refusals.end())
    );
    std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
        return a.span.begin < b.span.begin;
    });
    return linted;
}

} // namespace

Linted lint(const AclFile& file, const Wanted& asked, const Beside& beside) {
    const auto wanted = as_used(asked, beside);
    const auto suppressions = suppressions_of(file);
    Report report{file.text, wanted, !suppressions.empty()};
    if (const auto other = other_format(file); !other.empty()) {
        report.add("A903", {0, 0}, cat("this is ", other));
        return std::move(report).take();
    }
    lint_bytes(report, file);
    Walk walk{report};
    for (const auto& line : file.lines) {
        walk.visit(line);
    }
    if (beside.target) {
        lint_target_lines(report, file, *beside.target);
    }
    if (!walk.saw_rules() && !report.has_errors()) {
        report.add("A510", {0, 0}, "the file holds no rule: every client is denied everything");
    }
    report.pass_over_misread_lines();
    lint_meaning(report, file, beside);
    auto linted = std::move(report).take();
    return suppressions.empty() ? std::move(linted)
                                : suppress_meaning(file, suppressions, std::move(linted), wanted);
}

std::vector<Finding> lint(const AclFile& file) {
    return lint(file, {}).findings;
}

} // namespace mqttx::acl
