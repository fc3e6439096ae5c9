// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mqttx::io {

/// Rows of columns as text, each column as wide as its widest cell and two blanks apart, nothing
/// behind the last. The cells are safe for a terminal already.
std::string table_text(const std::vector<std::vector<std::string>>& rows);

} // namespace mqttx::io
