// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::cli {

/// Shows an installed manual page through man(1) and waits for the reader. False when there is no
/// man(1) or no such page.
bool show_manual_page(const std::string& page);

} // namespace mqttx::cli
