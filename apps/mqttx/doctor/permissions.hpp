// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/finding.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::app::doctor {

/// Layer "authorisation": what a Mosquitto permission file says for one user (none: anonymous).
/// `path` names it in the way out.
Findings judge_permissions(
    std::string_view text, const std::string& path, std::optional<std::string_view> user
);

/// The layer not tested, for a reason.
Findings permissions_untested(const std::string& reason);

} // namespace mqttx::app::doctor
