// SPDX-License-Identifier: Apache-2.0
#include "common/cli/manual_page.hpp"

#include "common/base/text.hpp"
#include "common/cli/command_tree.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/help.hpp"
#include "common/cli/internal.hpp"
#include "common/cli/program.hpp"
#include "common/cli/run.hpp"
#include "common/io/output.hpp"
#include "common/io/streams.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace mqttx::cli {

namespace {

/// The exit status of man(1), or 127 when there is none. `silent` keeps it from the terminal.
int run_man(std::string option, std::string page, bool silent) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    if (silent) {
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    }
    std::string program = "man";
    std::array<char*, 4> arguments{program.data(), option.data(), page.data(), nullptr};
    pid_t process = 0;
    const int fault =
        ::posix_spawnp(&process, "man", &actions, nullptr, arguments.data(), ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    int status = 127 << 8;
    while (fault == 0 && ::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

struct Asked {
    std::optional<std::string> command;
    std::optional<std::string> verb;
};

ExitCode help(const Asked& asked, Context& context) {
    std::vector<std::string> words;
    if (asked.command) {
        const auto* const internal = find_command(internal_commands(), *asked.command);
        if (internal == nullptr && find_command(context.commands, *asked.command) == nullptr) {
            refuse_unknown_command(context.commands, {}, *asked.command);
        }
        words.push_back(*asked.command);
    }
    const auto page = words.empty() ? std::string{program_name} : cat(program_name, '-', words[0]);
    if (io::is_terminal(context.streams.out) && !asked.verb && show_manual_page(page)) {
        return ExitCode::ok;
    }
    if (asked.verb) {
        words.push_back(*asked.verb);
    }
    words.emplace_back("--help");
    return static_cast<ExitCode>(run(words, context.streams, context.commands).code);
}

} // namespace

bool show_manual_page(const std::string& page) {
    return run_man("--where", page, true) == 0 && run_man("--", page, false) == 0;
}

Runner declare_help(Declaration& options) {
    auto asked = std::make_shared<Asked>();
    options.usage("[COMMAND [VERB]]");
    options.optional_operand("COMMAND", asked->command, "the command to explain");
    options.optional_operand("VERB", asked->verb, "one of its verbs");
    options.about("Opens the manual page of a command, or of the program, when the output is a "
                  "terminal and the page is installed. Otherwise prints what --help prints.");
    return [asked](Context& context) { return help(*asked, context); };
}

} // namespace mqttx::cli
