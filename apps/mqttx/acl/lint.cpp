// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint.hpp"

#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/baseline.hpp"
#include "apps/mqttx/acl/beside.hpp"
#include "apps/mqttx/acl/fixing.hpp"
#include "apps/mqttx/acl/report.hpp"
#include "apps/mqttx/acl/source.hpp"
#include "apps/mqttx/acl/unified_diff.hpp"
#include "apps/mqttx/fault_of.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace mqttx::app {

namespace {

struct LintOptions {
    std::vector<std::string> files;
    ReportFormat format = ReportFormat::text;
    acl::Wanted wanted{.mildest = acl::Severity::warning};
    BesideOptions beside;
    std::optional<std::string> baseline;
    std::optional<std::string> new_baseline;
    bool fix = false;
    bool unsafe_fixes = false;
    bool diff = false;
};

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
    explicit Linting(const LintOptions& options) : options_{options} {
        if (options.baseline) {
            baseline_ = Baseline::read(*options.baseline);
        }
    }

    [[nodiscard]] LintedFile lint(const std::string& path, int standard_input) {
        LintedFile file{path == "-" ? "<stdin>" : path, read_permissions(path, standard_input), {}};
        take(
            file,
            counts_,
            lint_text(
                file.content,
                options_.wanted,
                {.mode = mode_of(path), .target = options_.beside.target}
            )
        );
        return file;
    }

    /// Every file that can be read; what is wrong with the first of the others.
    [[nodiscard]] std::optional<Error>
    lint_each(std::vector<LintedFile>& files, cli::Context& context) {
        std::optional<Error> unread;
        for (const auto& path : options_.files) {
            const auto fault = fault_of([&] { files.push_back(lint(path, context.streams.in)); });
            if (fault && unread) {
                context.diagnostics.error(*fault);
            } else if (fault) {
                unread = fault;
            }
        }
        return unread;
    }

    /// The one permission file and those beside it.
    [[nodiscard]] std::vector<LintedFile> lint_with_others(int standard_input) {
        return app::lint_with_others(
            options_.files.front(), options_.beside, options_.wanted, standard_input, counts_
        );
    }

    /// A file's text with the wanted findings put right.
    [[nodiscard]] std::string fixed(const LintedFile& file) const {
        return fixed_text(
            file,
            {options_.wanted,
             {.target = options_.beside.target},
             baseline_ ? &*baseline_ : nullptr,
             options_.unsafe_fixes}
        );
    }

    [[nodiscard]] Counts& counts() noexcept { return counts_; }

    void remove_known(std::vector<LintedFile>& files) {
        if (baseline_) {
            baseline_->remove_known(files, counts_);
        }
    }

  private:
    const LintOptions& options_;
    std::optional<Baseline> baseline_;
    Counts counts_;
};

void require_sense(const LintOptions& options) {
    require_rules(options.wanted.select);
    require_rules(options.wanted.ignore);
    if (options.unsafe_fixes && !options.fix && !options.diff) {
        throw Error{ErrorKind::usage, "--unsafe-fixes needs --fix or --diff", {}};
    }
    if (options.beside.any() && options.files.size() > 1) {
        throw Error{
            ErrorKind::usage,
            "--conf, --password-file, --pki, --keyring and --directions go with one FILE",
            "lint the files one after the other"};
    }
    if (options.new_baseline && (options.baseline || options.fix || options.diff)) {
        throw Error{
            ErrorKind::usage, "--write-baseline goes without --baseline, --fix and --diff", {}};
    }
    const bool from_input =
        std::find(options.files.begin(), options.files.end(), "-") != options.files.end();
    if (options.fix && !options.diff && from_input) {
        throw Error{
            ErrorKind::usage, "--fix cannot change standard input", "--diff prints a patch"};
    }
}

/// Writes a file anew with the mode it had.
void rewrite(const std::string& path, const std::string& text) {
    std::error_code fault;
    const auto permissions = std::filesystem::status(path, fault).permissions();
    const auto mode = fault ? 0600 : static_cast<mode_t>(permissions) & 07777U;
    io::write_file(path, as_bytes(text), {.mode = mode, .replace = true});
}

/// Prints what would be put right; 1 when there is something.
cli::ExitCode run_diff(const LintOptions& options, cli::Context& context) {
    Linting linting{options};
    io::Output out{context.streams.out};
    bool differs = false;
    for (const auto& path : options.files) {
        const auto file = linting.lint(path, context.streams.in);
        const auto text = linting.fixed(file);
        const auto patch = unified_diff(file.name, file.content, text);
        differs = differs || !patch.empty();
        out.write(patch);
        if (options.unsafe_fixes) {
            tell_changes(file, text, context.diagnostics);
        }
    }
    out.flush();
    return differs ? cli::ExitCode::answer : cli::ExitCode::ok;
}

void fix_files(const LintOptions& options, cli::Context& context) {
    Linting linting{options};
    for (const auto& path : options.files) {
        const auto file = linting.lint(path, context.streams.in);
        if (const auto text = linting.fixed(file); text != file.content) {
            rewrite(path, text);
            if (options.unsafe_fixes) {
                tell_changes(file, text, context.diagnostics);
            }
        }
    }
}

cli::ExitCode run(const LintOptions& options, cli::Context& context) {
    require_sense(options);
    if (options.diff) {
        return run_diff(options, context);
    }
    if (options.fix) {
        fix_files(options, context);
    }
    Linting linting{options};
    std::vector<LintedFile> files;
    std::optional<Error> unread;
    if (options.beside.any()) {
        files = linting.lint_with_others(context.streams.in);
    } else {
        unread = linting.lint_each(files, context);
    }
    if (unread && (files.empty() || options.new_baseline)) {
        throw *unread;
    }
    if (options.new_baseline) {
        write_baseline(*options.new_baseline, files);
        return cli::ExitCode::ok;
    }
    linting.remove_known(files);
    const bool found = std::any_of(files.begin(), files.end(), [](const LintedFile& file) {
        return !file.findings.empty();
    });
    io::Output out{context.streams.out};
    const bool colors = context.diagnostics.colors(context.streams.out);
    write_report(out, files, linting.counts(), options.format, colors);
    out.flush();
    if (unread) {
        throw *unread;
    }
    return found ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_acl_lint(cli::Declaration& declare) {
    const auto options = std::make_shared<LintOptions>();
    declare.usage("FILE.. [options]");
    declare.about("Finds what Mosquitto refuses or silently misreads in a permission file "
                  "(acl_file, or the JSON of the dynamic security plugin): one mistake in it can "
                  "open a broker to everybody.");
    declare.example("mqttx acl lint /etc/mosquitto/acl", "check the file before a reload");
    declare.example("mqttx acl lint --diff --severity info acl", "see what would be put right");
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
         {"sarif", ReportFormat::sarif},
         {"github", ReportFormat::github}},
        "FORMAT",
        "write findings as text, gcc, json, jsonl, sarif or github (text)"
    );
    declare.choice(
        "--severity",
        options->wanted.mildest,
        {{"error", acl::Severity::error},
         {"warning", acl::Severity::warning},
         {"info", acl::Severity::info}},
        "LEVEL",
        "the mildest findings to show and to fail for: error, warning or info (warning)"
    );
    declare.texts(
        "--select", options->wanted.select, "ID", "only this rule, or those whose id begins so"
    );
    declare.texts(
        "--ignore", options->wanted.ignore, "ID", "not this rule, nor those whose id begins so"
    );
    beside_options(declare, options->beside);
    declare.file(
        "--baseline", options->baseline, "FILE", "leave out the findings that are known there"
    );
    declare.file(
        "--write-baseline",
        options->new_baseline,
        "FILE",
        "write the findings there as known, instead of showing them"
    );
    declare.flag("--fix", options->fix, "put right in the file what changes no decision");
    declare.flag(
        "--unsafe-fixes", options->unsafe_fixes, "also what may change one; with --fix or --diff"
    );
    declare.flag("--diff", options->diff, "print the fixes as a patch, change no file");
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
