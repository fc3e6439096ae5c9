// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

#include <span>

namespace mqttx::cli {

/// The commands that speak about the commands: help and completion, and the hidden ones that the
/// shells and the build call. They work on the table in Context.
std::span<const Command> internal_commands();

/// `help [COMMAND [VERB]]`: the manual page on a terminal, else the help text.
Runner declare_help(Declaration& options);

/// `completion SHELL`: the script that connects a shell to `__complete`.
Runner declare_completion(Declaration& options);

/// `__complete -- [WORD]...`: what may stand at the last word (complete.hpp).
Runner declare_complete(Declaration& options);

/// `__reference PART [COMMAND]`: what the build puts into a manual page (reference.hpp).
Runner declare_reference(Declaration& options);

} // namespace mqttx::cli
