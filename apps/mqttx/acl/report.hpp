// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/finding.hpp"
#include "common/acl/span.hpp"
#include "common/io/output.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app {

enum class ReportFormat { text, gcc, json, jsonl, sarif, github };

/// A file and what is to be said about it.
struct LintedFile {
    std::string name; ///< as the user wrote it
    std::string content;
    std::vector<acl::Finding> findings;
};

/// How many findings there are of each severity, and how many were too mild to be shown.
struct Counts {
    std::array<std::size_t, 3> shown{}; ///< indexed by acl::Severity
    std::size_t hidden = 0;
    std::size_t known = 0; ///< in the baseline
    std::size_t files = 0;
};

/// The word for a severity: error, warning, info.
std::string_view severity_word(acl::Severity severity) noexcept;

/// Writes all findings, and in the text format the counts.
void write_report(
    io::Output& out,
    const std::vector<LintedFile>& files,
    const Counts& counts,
    ReportFormat format,
    bool colors
);

} // namespace mqttx::app
