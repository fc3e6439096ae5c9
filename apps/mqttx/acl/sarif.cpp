// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/sarif.hpp"

#include "apps/mqttx/acl/fingerprint.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/base/text.hpp"
#include "common/cli/program.hpp"
#include "common/io/json_writer.hpp"

#include <cctype>

namespace mqttx::app {

namespace {

using acl::Finding;
using acl::LineIndex;

std::string_view level_of(acl::Severity severity) {
    switch (severity) {
    case acl::Severity::error:
        return "error";
    case acl::Severity::warning:
        return "warning";
    default:
        return "note";
    }
}

/// A path as a relative or file URI (RFC 3986).
std::string uri_of(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char byte : path.starts_with("./") ? path.substr(2) : path) {
        const auto value = static_cast<unsigned char>(byte);
        if (std::isalnum(value) != 0 || std::string_view{"-._~/"}.find(byte) != path.npos) {
            uri += byte;
        } else {
            uri += {'%', digits[value >> 4U], digits[value & 15U]};
        }
    }
    return uri;
}

void put_text(io::JsonWriter& json, std::string_view name, std::string_view text) {
    json.key(name).begin_object().member("text", text).end_object();
}

void put_region(io::JsonWriter& json, std::string_view name, const LineIndex& index, acl::Span at) {
    const auto begin = index.position(at.begin);
    const auto end = index.position(at.end);
    json.key(name).begin_object();
    json.member("startLine", begin.line).member("startColumn", begin.column);
    json.member("endLine", end.line).member("endColumn", end.column).end_object();
}

void put_artifact(io::JsonWriter& json, std::string_view file) {
    json.key("artifactLocation").begin_object().member("uri", uri_of(file)).end_object();
}

void put_place(
    io::JsonWriter& json, std::string_view file, const LineIndex& index, acl::Span span
) {
    json.key("physicalLocation").begin_object();
    put_artifact(json, file);
    put_region(json, "region", index, span);
    json.end_object();
}

void put_fix(
    io::JsonWriter& json, std::string_view file, const LineIndex& index, const Finding& finding
) {
    json.key("fixes").begin_array().begin_object();
    put_text(json, "description", finding.help.empty() ? finding.message : finding.help);
    json.key("artifactChanges").begin_array().begin_object();
    put_artifact(json, file);
    json.key("replacements").begin_array();
    for (const auto& edit : finding.fix->edits) {
        json.begin_object();
        put_region(json, "deletedRegion", index, edit.span);
        put_text(json, "insertedContent", edit.text);
        json.end_object();
    }
    json.end_array().end_object().end_array().end_object().end_array();
}

class Log {
  public:
    std::string write(const std::vector<LintedFile>& files) {
        json_.begin_object();
        json_.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json_.member("version", "2.1.0").key("runs").begin_array().begin_object();
        put_tool();
        json_.member("columnKind", "unicodeCodePoints").key("results").begin_array();
        for (const auto& file : files) {
            if (!file.findings.empty()) {
                put_file(file);
            }
        }
        json_.end_array().end_object().end_array().end_object();
        return json_.text();
    }

  private:
    void put_tool() {
        json_.key("tool").begin_object().key("driver").begin_object();
        json_.member("name", cli::program_name).member("version", cli::program_version);
        json_.key("rules").begin_array();
        for (const auto& rule : acl::lint_rules()) {
            json_.begin_object().member("id", rule.id);
            put_text(json_, "shortDescription", rule.title);
            put_text(json_, "fullDescription", rule.why);
            json_.key("defaultConfiguration").begin_object();
            json_.member("level", level_of(rule.severity)).end_object().end_object();
        }
        json_.end_array().end_object().end_object();
    }

    void put_file(const LintedFile& file) {
        const LineIndex index{file.content};
        Fingerprints prints{index};
        for (const auto& finding : file.findings) {
            put_result(file.name, index, finding, prints.next(finding));
        }
    }

    void put_result(
        std::string_view file,
        const LineIndex& index,
        const Finding& finding,
        std::string_view print
    ) {
        json_.begin_object().member("ruleId", finding.id);
        json_.member("ruleIndex", acl::find_lint_rule(finding.id) - acl::lint_rules().data());
        json_.member("level", level_of(finding.severity));
        put_text(
            json_,
            "message",
            finding.witness.empty() ? finding.message
                                    : cat(finding.message, " (witness: ", finding.witness, ')')
        );
        json_.key("locations").begin_array().begin_object();
        put_place(json_, file, index, finding.span);
        json_.end_object().end_array();
        if (finding.related) {
            json_.key("relatedLocations").begin_array().begin_object().member("id", 1);
            put_place(json_, file, index, finding.related->span);
            put_text(json_, "message", finding.related->message);
            json_.end_object().end_array();
        }
        json_.key("partialFingerprints").begin_object();
        json_.member("mqttxLine/v1", print).end_object();
        if (finding.fix) {
            put_fix(json_, file, index, finding);
        }
        json_.end_object();
    }

    io::JsonWriter json_;
};

} // namespace

std::string sarif_log(const std::vector<LintedFile>& files) {
    return Log{}.write(files);
}

} // namespace mqttx::app
