// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/fixing.hpp"

#include "apps/mqttx/acl/beside.hpp"
#include "apps/mqttx/acl/change_words.hpp"
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/fix.hpp"
#include "common/acl/layout.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

namespace mqttx::app {

namespace {

enum class Which { refused, safe, all };

class Fixing {
  public:
    Fixing(const std::string& name, const FixOptions& options) : name_{name}, options_{options} {}

    /// Over and over, as a fix may uncover another.
    [[nodiscard]] std::string put_right(std::string text, Which which) const {
        constexpr int most_rounds = 32;
        for (int round = 0; round < most_rounds; ++round) {
            auto findings = findings_in(text);
            if (which == Which::refused) {
                findings = acl::in_refused_lines(acl::read_acl_file(text), findings);
            }
            auto next = acl::apply_fixes(text, findings, which == Which::all);
            if (next.count == 0) {
                break;
            }
            text = std::move(next.text);
        }
        return text;
    }

  private:
    [[nodiscard]] std::vector<acl::Finding> findings_in(const std::string& text) const {
        auto findings = lint_text(text, options_.wanted, options_.beside).findings;
        if (options_.baseline == nullptr) {
            return findings;
        }
        std::vector<LintedFile> files{{name_, text, std::move(findings)}};
        Counts counts;
        options_.baseline->remove_known(files, counts);
        return std::move(files.front().findings);
    }

    const std::string& name_;
    const FixOptions& options_;
};

void require_same_meaning(
    const std::string& name, const std::string& old_text, const std::string& new_text
) {
    if (old_text == new_text) {
        return;
    }
    if (!acl::has_same_meaning(policy_in(old_text), policy_in(new_text))) {
        throw Error{
            ErrorKind::local,
            cat("the fixes would change what ", in_quotes(name), " allows"),
            "it is left as it is; --diff --unsafe-fixes shows them"};
    }
}

void tell(const acl::Policy& before, const acl::Policy& after, cli::Diagnostics& diagnostics) {
    const auto broker = acl::newest_broker(before.format);
    for (const auto& change : acl::difference({before, broker}, {after, broker})) {
        diagnostics.note(
            cat(subject_words(change),
                change.gained ? ": gains " : ": loses ",
                change_words(change),
                ", for example ",
                change.witness)
        );
    }
}

} // namespace

std::string fixed_text(const LintedFile& file, const FixOptions& options) {
    const Fixing fixing{file.name, options};
    if (options.unsafe) {
        return fixing.put_right(file.content, Which::all);
    }
    const auto readable = fixing.put_right(file.content, Which::refused);
    auto text = fixing.put_right(readable, Which::safe);
    require_same_meaning(file.name, readable, text);
    return text;
}

void tell_changes(const LintedFile& file, const std::string& fixed, cli::Diagnostics& diagnostics) {
    if (fixed == file.content) {
        return;
    }
    if (acl::detect_format(fixed) != acl::Format::mosquitto) {
        tell(policy_in(file.content), policy_in(fixed), diagnostics);
        return;
    }
    const auto before = acl::read_acl_file(file.content);
    const auto after = acl::read_acl_file(fixed);
    if (before.refused_line() != nullptr) {
        diagnostics.note(cat("Mosquitto refuses ", in_quotes(file.name), " as it is"));
    } else {
        tell(acl::policy_of(before), acl::policy_of(after), diagnostics);
    }
}

} // namespace mqttx::app
