// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

#include <span>
#include <string>

namespace mqttx::cli {

// The parts of a manual page that follow from the declarations, in the man macros of roff(7).

/// The usage line of a command, or of each verb of a group.
std::string reference_synopsis(const Command& command);

/// Operands and options by section. Of a group: a subsection a verb, and at the end one for the
/// options that several verbs share.
std::string reference_options(const Command& command);

/// The examples of a command or of every verb.
std::string reference_examples(const Command& command);

/// The listed commands with the sentence on each.
std::string reference_commands(std::span<const Command> table);

} // namespace mqttx::cli
