// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete.hpp"
#include "common/cli/completion_scripts.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/internal.hpp"
#include "common/cli/live_values.hpp"
#include "common/io/output.hpp"

namespace mqttx::cli {

namespace {

ExitCode print(const Context& context, std::string_view text) {
    io::Output out{context.streams.out};
    out.write(text);
    out.flush();
    return ExitCode::ok;
}

std::string_view script_of(std::string_view shell) {
    return shell == "bash" ? bash_completion : shell == "zsh" ? zsh_completion : fish_completion;
}

} // namespace

Runner declare_completion(Declaration& options) {
    auto shell = std::make_shared<std::string>();
    options.usage("SHELL");
    options.operand_choice("SHELL", *shell, {"bash", "zsh", "fish"}, "bash, zsh or fish");
    options.example("source <(mqttx completion bash)", "complete in this shell from now on");
    return [shell](Context& context) { return print(context, script_of(*shell)); };
}

Runner declare_complete(Declaration& options) {
    auto words = std::make_shared<std::vector<std::string>>();
    options.usage("-- [WORD]...");
    options.command_after_dashes(*words, "the words after the program's name");
    return [words](Context& context) {
        const auto live = [&](ValueKind kind, std::span<const std::string> line) {
            return live_values(kind, line, context.streams);
        };
        return print(context, to_lines(complete(*words, context.commands, live)));
    };
}

} // namespace mqttx::cli
