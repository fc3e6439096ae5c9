// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/lint.hpp"

#include <string>
#include <vector>

namespace mqttx::app::cert {

enum class LintFormat { text, json, sarif, github };

/// What was found in one file.
struct LintedFile {
    std::string path;
    std::vector<pki::LintFinding> findings;
    std::size_t blocks = 0; ///< certificates and lists in it
};

/// The findings of all files: for people, a JSON object a finding, one SARIF 2.1.0 log, or GitHub
/// workflow commands.
std::string lint_report(const std::vector<LintedFile>& files, LintFormat format);

} // namespace mqttx::app::cert
