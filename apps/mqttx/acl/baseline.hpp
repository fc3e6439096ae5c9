// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/report.hpp"

#include <set>
#include <string>
#include <vector>

namespace mqttx::app {

/// Findings that are known and accepted for now, in a file with a line for each: fingerprint, rule
/// and the permission file's name as it was written. Lines that begin with '#' are comments.
class Baseline {
  public:
    /// Throws Error(local) when the file cannot be read.
    static Baseline read(const std::string& path);

    /// Takes the findings that are known out of the files, and counts them as such.
    void remove_known(std::vector<LintedFile>& files, Counts& counts) const;

  private:
    std::set<std::string, std::less<>> lines_;
};

/// Writes all findings as a baseline, whole or not at all. Throws Error(local).
void write_baseline(const std::string& path, const std::vector<LintedFile>& files);

} // namespace mqttx::app
