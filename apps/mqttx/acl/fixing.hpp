// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/baseline.hpp"
#include "apps/mqttx/acl/report.hpp"
#include "common/acl/lint.hpp"
#include "common/cli/diagnostics.hpp"

#include <string>

namespace mqttx::app {

/// What is put right: wanted findings that the baseline, if there is one, does not know; `unsafe`
/// ones too.
struct FixOptions {
    const acl::Wanted& wanted;
    acl::Beside beside{};
    const Baseline* baseline = nullptr;
    bool unsafe = false;
};

/// A permission file's text with its findings put right. Throws Error(local) when safe fixes would
/// change what anybody may do.
std::string fixed_text(const LintedFile& file, const FixOptions& options);

/// Says what each client gains and loses by fixes that are not safe.
void tell_changes(const LintedFile& file, const std::string& fixed, cli::Diagnostics& diagnostics);

} // namespace mqttx::app
