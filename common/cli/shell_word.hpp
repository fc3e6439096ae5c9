// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mqttx::cli {

/// A word for a POSIX shell, quoted where it needs to be: for commands that people paste.
std::string shell_word(std::string_view word);

} // namespace mqttx::cli
