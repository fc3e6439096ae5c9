// SPDX-License-Identifier: Apache-2.0
#include "common/cli/internal.hpp"

#include "common/base/text.hpp"
#include "common/cli/help.hpp"
#include "common/cli/run.hpp"
#include "common/io/output.hpp"

#include <array>

namespace mqttx::cli {

namespace {

constexpr std::array commands{
    Command{.name = "help", .summary = "open the manual page of a command"},
};

ExitCode
help(std::span<const std::string> words, std::span<const Command> table, const Context& context) {
    if (words.empty()) {
        io::Output out{context.streams.out};
        out.write(overview(table));
        out.flush();
        return ExitCode::ok;
    }
    std::vector<std::string> asked{words.begin(), words.end()};
    asked.emplace_back("--help");
    return static_cast<ExitCode>(run(asked, context.streams, table).code);
}

} // namespace

std::span<const Command> internal_commands() {
    return commands;
}

ExitCode run_internal(
    const Command& command,
    std::span<const std::string> words,
    std::span<const Command> table,
    Context& context
) {
    if (command.name == "help") {
        return help(words, table, context);
    }
    throw Error{ErrorKind::usage, cat("unknown command ", in_quotes(command.name))};
}

} // namespace mqttx::cli
