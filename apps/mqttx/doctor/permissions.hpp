// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/doctor/finding.hpp"

#include <optional>
#include <string>

namespace mqttx::app::doctor {

/// Layer "authorisation": what a permission file says for one user (none: anonymous) and for
/// clients without a name, decided as by `acl check`.
Findings judge_permissions(const PolicyFile& file, const std::optional<std::string>& user);

/// The layer where the file cannot be used.
Findings permissions_unusable(const std::string& fault, const std::string& fix);

/// The layer not tested, for a reason.
Findings permissions_untested(const std::string& reason);

} // namespace mqttx::app::doctor
