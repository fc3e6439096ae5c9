// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::io {

/// How many columns a terminal has; 0 for what is none, or does not say.
std::size_t columns(int descriptor) noexcept;

/// Text that is safe to show: C0, DEL, C1, bidirectional controls and invalid UTF-8 become \n, \t,
/// \xHH or \u{HHHH}; a backslash is doubled only where `reversible`.
std::string escape_for_terminal(std::string_view text, bool reversible = false);

/// Asks on the controlling terminal, with echo off and restored whatever happens, and reads one
/// line. Throws Error(usage) when there is no terminal, Error(local) when it closes.
Secret prompt_secret(std::string_view question);

/// Asks a question of yes or no on the controlling terminal; anything but "y" or "yes" is a no.
/// None when there is no terminal.
std::optional<bool> confirm(std::string_view question);

} // namespace mqttx::io
