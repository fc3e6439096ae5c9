// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

#include <span>
#include <string>

namespace mqttx::cli {

/// The overview: what the program is and its commands, one line each.
std::string overview(std::span<const Command> table);

/// The verbs of a group. `path` is what was typed so far ("cert").
std::string group_help(const Command& group, std::string_view path);

/// Usage, options by section, operands and examples of one command, wrapped at 80 columns.
std::string
command_help(const Declaration& declaration, const Command& command, std::string_view path);

} // namespace mqttx::cli
