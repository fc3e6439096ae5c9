// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::cli {

/// The command of this name, hidden or not; none when there is no such one.
const Command* find_command(std::span<const Command> table, std::string_view name) noexcept;

/// Those that help lists, in the table's order.
std::vector<const Command*> listed(std::span<const Command> table);

/// Says that there is no such command, or verb of `group` (empty for none), and what was probably
/// meant. Throws Error(usage).
[[noreturn]] void refuse_unknown_command(
    std::span<const Command> table, std::string_view group, std::string_view word
);

} // namespace mqttx::cli
