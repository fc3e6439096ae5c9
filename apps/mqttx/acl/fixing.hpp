// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/report.hpp"
#include "common/acl/lint.hpp"
#include "common/cli/diagnostics.hpp"

#include <string>

namespace mqttx::app {

/// A permission file's text with the wanted findings put right, safe ones only unless told
/// otherwise. Throws Error(local) when safe fixes would change what anybody may do.
std::string fixed_text(
    const LintedFile& file, const acl::Wanted& wanted, const acl::Beside& beside, bool unsafe
);

/// Says what each client gains and loses by fixes that are not safe.
void tell_changes(const LintedFile& file, const std::string& fixed, cli::Diagnostics& diagnostics);

} // namespace mqttx::app
