// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/report.hpp"

#include "apps/mqttx/acl/excerpt.hpp"
#include "apps/mqttx/acl/github.hpp"
#include "apps/mqttx/acl/sarif.hpp"
#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

using acl::Finding;
using acl::LineIndex;
using acl::Position;
using acl::Severity;

std::string shown(std::string_view text) {
    return io::escape_for_terminal(text);
}

/// The position of the last byte of a span, or of its begin when it is empty.
Position end_of(const LineIndex& index, acl::Span span) {
    return index.position(span.empty() ? span.begin : span.end - 1);
}

std::string place_text(std::string_view file, Position at) {
    return cat(shown(file), ':', at.line, ':', at.column, ": ");
}

std::string colored(std::string_view text, std::string_view code, bool colors) {
    return colors ? cat("\033[", code, 'm', text, "\033[0m") : std::string{text};
}

std::string_view color_of(Severity severity) {
    switch (severity) {
    case Severity::error:
        return "1;31";
    case Severity::warning:
        return "1;35";
    default:
        return "1;36";
    }
}

void write_text_finding(
    io::Output& out,
    std::string_view file,
    const LineIndex& index,
    const Finding& finding,
    bool colors
) {
    const auto label = cat(severity_word(finding.severity), '[', finding.id, "]");
    out.write(colored(place_text(file, index.position(finding.span.begin)), "1", colors));
    out.write(colored(label, color_of(finding.severity), colors));
    out.write(cat(": ", shown(finding.message), '\n', excerpt(index, finding.span)));
    if (finding.related) {
        out.write(
            cat("  ",
                place_text(file, index.position(finding.related->span.begin)),
                shown(finding.related->message),
                '\n')
        );
    }
    if (!finding.witness.empty()) {
        out.write(cat("  witness: ", shown(finding.witness), '\n'));
    }
    if (!finding.help.empty()) {
        out.write(cat("  help: ", shown(finding.help), '\n'));
    }
    out.write("\n");
}

std::string gcc_finding(std::string_view file, const LineIndex& index, const Finding& finding) {
    const auto word = finding.severity == Severity::info ? "note" : severity_word(finding.severity);
    return cat(
        place_text(file, index.position(finding.span.begin)),
        word,
        ": ",
        shown(finding.message),
        " [",
        finding.id,
        "]\n"
    );
}

void put_range(io::JsonWriter& json, const LineIndex& index, acl::Span span) {
    const auto begin = index.position(span.begin);
    const auto end = end_of(index, span);
    json.member("line", begin.line).member("column", begin.column);
    json.member("end_line", end.line).member("end_column", end.column);
}

void put_finding(
    io::JsonWriter& json, std::string_view file, const LineIndex& index, const Finding& finding
) {
    json.begin_object().member("file", file);
    put_range(json, index, finding.span);
    json.member("id", finding.id).member("severity", severity_word(finding.severity));
    json.member("message", std::string_view{finding.message});
    if (!finding.help.empty()) {
        json.member("help", std::string_view{finding.help});
    }
    if (!finding.witness.empty()) {
        json.member("witness", std::string_view{finding.witness});
    }
    if (finding.related) {
        json.key("related").begin_object();
        put_range(json, index, finding.related->span);
        json.member("message", std::string_view{finding.related->message}).end_object();
    }
    json.end_object();
}

std::string github_finding(std::string_view file, const LineIndex& index, const Finding& finding) {
    return github_line(
        {.level = finding.severity == Severity::info ? "notice" : severity_word(finding.severity),
         .file = file,
         .begin = index.position(finding.span.begin),
         .end = end_of(index, finding.span),
         .title = finding.id,
         .message = finding.message}
    );
}

std::string counts_line(const Counts& counts) {
    std::string line =
        cat(counted(counts.shown[0], "error"),
            ", ",
            counted(counts.shown[1], "warning"),
            counts.shown[2] == 0 ? "" : cat(", ", counts.shown[2], " info"),
            " in ",
            counted(counts.files, "file"));
    if (counts.hidden > 0) {
        line += cat(" (", counts.hidden, " milder not shown, see --severity)");
    }
    if (counts.known > 0) {
        line += cat(" (", counts.known, " known, in the baseline)");
    }
    return line + '\n';
}

/// Calls `write(file name, line index, finding)` for each.
template <typename Write> void for_each_finding(const std::vector<LintedFile>& files, Write write) {
    for (const auto& file : files) {
        if (file.findings.empty()) {
            continue;
        }
        const LineIndex index{file.content};
        for (const auto& finding : file.findings) {
            write(std::string_view{file.name}, index, finding);
        }
    }
}

void write_json(io::Output& out, const std::vector<LintedFile>& files) {
    io::JsonWriter json;
    json.begin_array();
    for_each_finding(files, [&](auto file, const auto& index, const auto& finding) {
        put_finding(json, file, index, finding);
    });
    json.end_array();
    out.write(json.text());
    out.write("\n");
}

void write_jsonl(io::Output& out, const std::vector<LintedFile>& files) {
    for_each_finding(files, [&](auto file, const auto& index, const auto& finding) {
        io::JsonWriter json;
        put_finding(json, file, index, finding);
        out.write(json.text());
        out.write("\n");
    });
}

} // namespace

std::string_view severity_word(Severity severity) noexcept {
    switch (severity) {
    case Severity::error:
        return "error";
    case Severity::warning:
        return "warning";
    default:
        return "info";
    }
}

void write_report(
    io::Output& out,
    const std::vector<LintedFile>& files,
    const Counts& counts,
    ReportFormat format,
    bool colors
) {
    switch (format) {
    case ReportFormat::text:
        for_each_finding(files, [&](auto file, const auto& index, const auto& finding) {
            write_text_finding(out, file, index, finding, colors);
        });
        out.write(counts_line(counts));
        break;
    case ReportFormat::gcc:
        for_each_finding(files, [&](auto file, const auto& index, const auto& finding) {
            out.write(gcc_finding(file, index, finding));
        });
        break;
    case ReportFormat::github:
        for_each_finding(files, [&](auto file, const auto& index, const auto& finding) {
            out.write(github_finding(file, index, finding));
        });
        break;
    case ReportFormat::sarif:
        out.write(sarif_log(files));
        out.write("\n");
        break;
    case ReportFormat::json:
        write_json(out, files);
        break;
    case ReportFormat::jsonl:
        write_jsonl(out, files);
        break;
    }
}

} // namespace mqttx::app
