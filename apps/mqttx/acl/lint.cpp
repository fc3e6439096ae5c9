// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint.hpp"

#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/report.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"

#include <algorithm>
#include <memory>

namespace mqttx::app {

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30U;

struct LintOptions {
    std::vector<std::string> files;
    ReportFormat format = ReportFormat::text;
    acl::Severity severity = acl::Severity::warning;
    std::vector<std::string> select;
    std::vector<std::string> ignore;
};

/// Whether an id is one of those asked for; "A1" stands for all that begin so.
bool is_among(std::string_view id, const std::vector<std::string>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& prefix) {
        return id.starts_with(prefix);
    });
}

void require_rules(const std::vector<std::string>& wanted) {
    const auto rules = acl::lint_rules();
    for (const auto& prefix : wanted) {
        const bool known = std::any_of(rules.begin(), rules.end(), [&](const acl::LintRule& rule) {
            return !prefix.empty() && rule.id.starts_with(prefix);
        });
        if (!known) {
            throw Error{
                ErrorKind::usage,
                cat("no lint rule ", in_quotes(prefix)),
                "mqttx acl rule lists them"};
        }
    }
}

class Linting {
  public:
    explicit Linting(const LintOptions& options) : options_{options} {}

    [[nodiscard]] LintedFile lint(const std::string& path, int standard_input) {
        const auto bytes = io::read_file(path, largest_file, standard_input);
        LintedFile file{path == "-" ? "<stdin>" : path, std::string{as_text(bytes)}, {}};
        for (auto& finding : acl::lint(acl::read_acl_file(file.content))) {
            if (is_wanted(finding)) {
                file.findings.push_back(std::move(finding));
            }
        }
        ++counts_.files;
        return file;
    }

    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

  private:
    bool is_wanted(const acl::Finding& finding) {
        if ((!options_.select.empty() && !is_among(finding.id, options_.select)) ||
            is_among(finding.id, options_.ignore)) {
            return false;
        }
        if (finding.severity > options_.severity) {
            ++counts_.hidden;
            return false;
        }
        ++counts_.shown[static_cast<std::size_t>(finding.severity)];
        return true;
    }

    const LintOptions& options_;
    Counts counts_;
};

cli::ExitCode run(const LintOptions& options, cli::Context& context) {
    require_rules(options.select);
    require_rules(options.ignore);
    Linting linting{options};
    std::vector<LintedFile> files;
    bool found = false;
    for (const auto& path : options.files) {
        files.push_back(linting.lint(path, context.streams.in));
        found = found || !files.back().findings.empty();
    }
    io::Output out{context.streams.out};
    const bool colors = context.diagnostics.colors(context.streams.out);
    write_report(out, files, linting.counts(), options.format, colors);
    out.flush();
    return found ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_acl_lint(cli::Declaration& declare) {
    const auto options = std::make_shared<LintOptions>();
    declare.usage("FILE.. [options]");
    declare.about("Finds what Mosquitto refuses or silently misreads in a permission file "
                  "(acl_file): one mistake in it can open a broker to everybody.");
    declare.example("mqttx acl lint /etc/mosquitto/acl", "check the file before a reload");
    declare.example("mqttx acl lint --format github acl", "annotate a merge request");
    declare.operands(
        "FILE", options->files, "permission files; - is standard input", cli::ValueKind::file
    );
    declare.choice(
        "--format",
        options->format,
        {{"text", ReportFormat::text},
         {"gcc", ReportFormat::gcc},
         {"json", ReportFormat::json},
         {"jsonl", ReportFormat::jsonl},
         {"github", ReportFormat::github}},
        "FORMAT",
        "write findings as text, gcc, json, jsonl or github (text)"
    );
    declare.choice(
        "--severity",
        options->severity,
        {{"error", acl::Severity::error},
         {"warning", acl::Severity::warning},
         {"info", acl::Severity::info}},
        "LEVEL",
        "the mildest findings to show and to fail for: error, warning or info (warning)"
    );
    declare.texts("--select", options->select, "ID", "only this rule, or those whose id begins so");
    declare.texts("--ignore", options->ignore, "ID", "not this rule, nor those whose id begins so");
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
