// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"
#include "common/io/streams.hpp"

#include <span>
#include <string>

namespace mqttx::cli {

/// How a run ended: an exit status, or the signal to die of so that the caller sees 128+n.
struct Outcome {
    int code = 0;
    int signal = 0;
};

/// What a command throws when a signal asked it to stop and it has done its duty (acknowledgements,
/// DISCONNECT).
struct Interrupted {
    int signal;
};

/// Finds the command, declares and parses its options, runs it, and turns whatever it throws into
/// one diagnostic and one exit code: the only try/catch of the program.
Outcome
run(std::span<const std::string> words, const io::Streams& streams, std::span<const Command> table);

/// Ends the process: by the signal's default action, or by _exit with the code (what was written is
/// flushed by then, and the libraries' clean-up at exit costs more than a short command).
[[noreturn]] void leave(const Outcome& outcome) noexcept;

/// The whole of main(): the process's own descriptors and environment, run, leave.
[[noreturn]] void run_process(int argc, char** argv, std::span<const Command> table);

} // namespace mqttx::cli
