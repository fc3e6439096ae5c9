// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/diagnostics.hpp"
#include "common/cli/exit_code.hpp"
#include "common/io/streams.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace mqttx::cli {

class Declaration;
struct Context;

/// The work of a command, its options already in place. Throws Error for what stops it.
using Runner = std::function<ExitCode(Context&)>;

/// A row of the command table: either a command that declares its options, or a group of verbs.
struct Command {
    std::string_view name;
    std::string_view summary; ///< one sentence for help, no full stop
    /// Declares the options into a struct of the command's own and returns what to run with it.
    /// Touches nothing.
    Runner (*declare)(Declaration&) = nullptr;
    std::span<const Command> verbs{};
    std::string_view default_verb{}; ///< taken when the first word is missing or an option
    bool hidden = false;             ///< an alias or an internal command: works, is not listed
};

/// What a command may use while it runs.
struct Context {
    const io::Streams& streams;
    Diagnostics& diagnostics;
    std::span<const Command> commands{}; ///< the table this one is a row of
    int signal = 0; ///< set when one came: the run ends by it, whatever fails behind it
};

} // namespace mqttx::cli
