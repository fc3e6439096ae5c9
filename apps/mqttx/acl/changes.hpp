// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mqttx::app {

/// The lines that go ("-") and those that come ("+"), without what both texts begin and end with.
std::string changed_lines(std::string_view before, std::string_view after);

} // namespace mqttx::app
