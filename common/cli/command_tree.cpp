// SPDX-License-Identifier: Apache-2.0
#include "common/cli/command_tree.hpp"

#include "common/base/error.hpp"
#include "common/base/suggest.hpp"
#include "common/base/text.hpp"
#include "common/cli/program.hpp"

namespace mqttx::cli {

const Command* find_command(std::span<const Command> table, std::string_view name) noexcept {
    for (const auto& command : table) {
        if (command.name == name) {
            return &command;
        }
    }
    return nullptr;
}

std::vector<const Command*> listed(std::span<const Command> table) {
    std::vector<const Command*> commands;
    for (const auto& command : table) {
        if (!command.hidden) {
            commands.push_back(&command);
        }
    }
    return commands;
}

void refuse_unknown_command(
    std::span<const Command> table, std::string_view group, std::string_view word
) {
    std::vector<std::string> names;
    for (const auto* command : listed(table)) {
        names.emplace_back(command->name);
    }
    const auto meant = nearest_word(word, names);
    const auto what = group.empty() ? cat("unknown command ", in_quotes(word))
                                    : cat("unknown verb ", in_quotes(word), " of ", group);
    const auto all = group.empty() ? cat(program_name, " --help lists the commands")
                                   : cat(program_name, ' ', group, " --help lists the verbs");
    throw Error{
        ErrorKind::usage, what, meant.empty() ? all : cat("did you mean ", in_quotes(meant), "?")};
}

} // namespace mqttx::cli
