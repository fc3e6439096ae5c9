// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/report.hpp"

namespace mqttx::app {

/// The findings as one SARIF 2.1.0 log (OASIS), for code scanning.
std::string sarif_log(const std::vector<LintedFile>& files);

} // namespace mqttx::app
