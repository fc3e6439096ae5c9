// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mqttx::app {

/// The lines that differ, as a patch with three lines of context; nothing when none differ.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after);

} // namespace mqttx::app
