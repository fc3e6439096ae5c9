// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/lint_report.hpp"

#include "common/base/text.hpp"
#include "common/cli/program.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::cert {

namespace {

std::string message_of(const pki::LintFinding& finding) {
    return cat(finding.rule->title, ": ", finding.what, " (", finding.rule->reference, ')');
}

/// "pki/a.crt" or, where it has several certificates, "pki/a.crt, certificate 2".
std::string place_of(const LintedFile& file, const pki::LintFinding& finding) {
    return file.blocks > 1 && finding.place > 0 ? cat(file.path, ", block ", finding.place)
                                                : file.path;
}

std::string text_of(const std::vector<LintedFile>& files) {
    std::string text;
    std::size_t blocks = 0;
    std::size_t found = 0;
    for (const LintedFile& file : files) {
        blocks += file.blocks;
        found += file.findings.size();
        for (const pki::LintFinding& finding : file.findings) {
            text += io::escape_for_terminal(
                cat(place_of(file, finding),
                    ": ",
                    pki::name_of(finding.rule->severity),
                    " [",
                    finding.rule->id,
                    "] ",
                    message_of(finding))
            );
            text += cat("\n  ", finding.rule->fix, '\n');
        }
    }
    return text + cat(blocks == 1 ? std::string{"1 certificate or list"}
                                  : cat(blocks, " certificates and lists"),
                      ": ",
                      found == 0 ? std::string{"nothing to object to"} : counted(found, "finding"),
                      '\n');
}

std::string json_of(const std::vector<LintedFile>& files) {
    std::string text;
    for (const LintedFile& file : files) {
        for (const pki::LintFinding& finding : file.findings) {
            io::JsonWriter json;
            json.begin_object().member("file", file.path).member("block", finding.place);
            json.member("subject", finding.subject).member("rule", finding.rule->id);
            json.member("severity", pki::name_of(finding.rule->severity));
            json.member("message", cat(finding.rule->title, ": ", finding.what));
            json.member("reference", finding.rule->reference);
            json.member("fix", finding.rule->fix).end_object();
            text += cat(json.text(), '\n');
        }
    }
    return text;
}

/// The values of a workflow command may hold no line feed and no percent sign as it is.
std::string escaped_for_github(std::string_view text) {
    std::string safe;
    for (const char each : text) {
        switch (each) {
        case '%':
            safe += "%25";
            break;
        case '\r':
            safe += "%0D";
            break;
        case '\n':
            safe += "%0A";
            break;
        case ':':
            safe += "%3A";
            break;
        case ',':
            safe += "%2C";
            break;
        default:
            safe += each;
        }
    }
    return safe;
}

std::string github_of(const std::vector<LintedFile>& files) {
    std::string text;
    for (const LintedFile& file : files) {
        for (const pki::LintFinding& finding : file.findings) {
            const auto severity = finding.rule->severity;
            text +=
                cat("::",
                    severity == pki::Severity::note ? "notice" : pki::name_of(severity),
                    " file=",
                    escaped_for_github(file.path),
                    ",title=",
                    escaped_for_github(finding.rule->id),
                    "::",
                    escaped_for_github(cat(message_of(finding), "; ", finding.rule->fix)),
                    '\n');
        }
    }
    return text;
}

void write_rules(io::JsonWriter& json) {
    json.key("rules").begin_array();
    for (const pki::LintRule& rule : pki::lint_rules()) {
        json.begin_object().member("id", rule.id);
        json.key("shortDescription").begin_object().member("text", rule.title).end_object();
        json.key("help").begin_object();
        json.member("text", cat(rule.fix, " (", rule.reference, ')')).end_object();
        json.key("defaultConfiguration").begin_object();
        json.member("level", pki::name_of(rule.severity)).end_object();
        json.end_object();
    }
    json.end_array();
}

void write_result(io::JsonWriter& json, const LintedFile& file, const pki::LintFinding& finding) {
    json.begin_object().member("ruleId", finding.rule->id);
    json.member("level", pki::name_of(finding.rule->severity));
    json.key("message").begin_object();
    json.member("text", cat(finding.subject, ": ", message_of(finding))).end_object();
    json.key("locations").begin_array().begin_object().key("physicalLocation").begin_object();
    json.key("artifactLocation").begin_object().member("uri", file.path).end_object();
    json.end_object().end_object().end_array().end_object();
}

std::string sarif_of(const std::vector<LintedFile>& files) {
    io::JsonWriter json;
    json.begin_object();
    json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.member("version", "2.1.0").key("runs").begin_array().begin_object();
    json.key("tool").begin_object().key("driver").begin_object();
    json.member("name", cat(cli::program_name, " cert lint"));
    write_rules(json);
    json.end_object().end_object().key("results").begin_array();
    for (const LintedFile& file : files) {
        for (const pki::LintFinding& finding : file.findings) {
            write_result(json, file, finding);
        }
    }
    json.end_array().end_object().end_array().end_object();
    return cat(json.text(), '\n');
}

} // namespace

std::string lint_report(const std::vector<LintedFile>& files, LintFormat format) {
    switch (format) {
    case LintFormat::json:
        return json_of(files);
    case LintFormat::sarif:
        return sarif_of(files);
    case LintFormat::github:
        return github_of(files);
    case LintFormat::text:
        break;
    }
    return text_of(files);
}

} // namespace mqttx::app::cert
