// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

#include <span>
#include <string>

namespace mqttx::cli {

/// The commands that speak about the commands: help, completion, and the hidden ones the build and
/// the shells call. They see the whole table.
std::span<const Command> internal_commands();

/// Runs one of them. Throws Error(usage) for a wrong word.
ExitCode run_internal(
    const Command& command,
    std::span<const std::string> words,
    std::span<const Command> table,
    Context& context
);

} // namespace mqttx::cli
