// SPDX-License-Identifier: Apache-2.0
#include "common/cli/reference.hpp"

#include "common/base/text.hpp"
#include "common/cli/command_tree.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/internal.hpp"
#include "common/cli/program.hpp"
#include "common/cli/roff.hpp"
#include "common/io/output.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace mqttx::cli {

namespace {

/// A command that was made to declare its options; `runner` owns what they are stored in.
struct Declared {
    const Command* command = nullptr;
    std::string path{}; ///< "cert ca"
    Declaration declaration{};
    Runner runner{};
};

using Leaves = std::vector<std::unique_ptr<Declared>>;

/// The command itself, or the listed verbs of a group.
Leaves leaves_of(const Command& command) {
    Leaves leaves;
    const auto add = [&](const Command& leaf, std::string path) {
        auto declared = std::make_unique<Declared>();
        declared->command = &leaf;
        declared->path = std::move(path);
        declared->runner = leaf.declare(declared->declaration);
        leaves.push_back(std::move(declared));
    };
    if (command.verbs.empty()) {
        add(command, std::string{command.name});
    }
    for (const auto* verb : listed(command.verbs)) {
        add(*verb, cat(command.name, ' ', verb->name));
    }
    return leaves;
}

std::string usage_of(const Declared& leaf) {
    return cat(
        roff::bold(cat(program_name, ' ', leaf.path)),
        ' ',
        roff::usage(leaf.declaration.usage_words())
    );
}

std::string entry(std::string_view head, std::string_view body) {
    return cat(".TP\n", head, '\n', body, '\n');
}

std::string head_of(const OptionSpec& option) {
    std::string head;
    for (const auto& name : option.names) {
        head += cat(head.empty() ? "" : ", ", roff::bold(name));
    }
    return option.value_name.empty() ? head : cat(head, ' ', roff::usage(option.value_name));
}

std::string body_of(const OptionSpec& option) {
    auto body = roff::sentence(option.description);
    if (option.repeatable) {
        body += "\nMay be given more than once.";
    }
    return body;
}

std::string operands_of(const Declared& leaf) {
    std::string text;
    for (const auto& operand : leaf.declaration.operand_specs()) {
        text += entry(roff::usage(operand.name), roff::sentence(operand.description));
    }
    return text;
}

std::string options_by_section(const Declared& leaf) {
    std::string text = operands_of(leaf);
    std::string_view section;
    for (const auto& option : leaf.declaration.option_specs()) {
        if (option.section != section) {
            section = option.section;
            text += cat(".SS \"", roff::escaped(section), "\"\n");
        }
        text += entry(head_of(option), body_of(option));
    }
    return text;
}

/// An option that means the same in several verbs.
struct Shared {
    OptionSpec option;
    std::vector<std::string_view> verbs{};
};

std::vector<Shared> gather(const Leaves& leaves) {
    std::vector<Shared> all;
    for (const auto& leaf : leaves) {
        for (const auto& option : leaf->declaration.option_specs()) {
            auto found = std::find_if(all.begin(), all.end(), [&](const auto& other) {
                return other.option.names == option.names &&
                       other.option.description == option.description;
            });
            if (found == all.end()) {
                all.push_back({option, {}});
                found = all.end() - 1;
            }
            found->verbs.push_back(leaf->command->name);
        }
    }
    std::erase_if(all, [](const auto& option) { return option.verbs.size() < 3; });
    return all;
}

std::string list_of(const std::vector<std::string_view>& words) {
    std::string text;
    for (const auto& word : words) {
        text += cat(text.empty() ? "" : ", ", roff::bold(word));
    }
    return text;
}

/// What a verb does, the options of its own, and the names of those it shares.
std::string verb_section(const Declared& leaf, const std::vector<Shared>& shared) {
    const auto& about = leaf.declaration.about_text();
    std::string text =
        cat(".SS \"",
            roff::escaped(leaf.path),
            "\"\n",
            usage_of(leaf),
            "\n.P\n",
            about.empty() ? roff::sentence(leaf.command->summary) : roff::escaped(about),
            '\n',
            operands_of(leaf));
    std::vector<std::string_view> others;
    for (const auto& option : leaf.declaration.option_specs()) {
        const auto common = std::find_if(shared.begin(), shared.end(), [&](const auto& other) {
            return other.option.names == option.names &&
                   other.option.description == option.description;
        });
        if (common == shared.end()) {
            text += entry(head_of(option), body_of(option));
        } else {
            others.push_back(common->option.names.back());
        }
    }
    return others.empty() ? text : cat(text, ".P\nAlso: ", list_of(others), ".\n");
}

std::string shared_section(const std::vector<Shared>& shared, std::size_t verbs) {
    std::string text;
    for (const auto& [option, users] : shared) {
        text += entry(
            head_of(option),
            cat(body_of(option), users.size() == verbs ? "" : cat("\nWith ", list_of(users), "."))
        );
    }
    return text.empty() ? text : cat(".SS \"Options of several verbs\"\n", text);
}

} // namespace

std::string reference_synopsis(const Command& command) {
    std::string text;
    for (const auto& leaf : leaves_of(command)) {
        text += cat(text.empty() ? "" : ".br\n", usage_of(*leaf), '\n');
    }
    return text;
}

std::string reference_options(const Command& command) {
    const auto leaves = leaves_of(command);
    if (command.verbs.empty()) {
        return options_by_section(*leaves.front());
    }
    const auto shared = gather(leaves);
    std::string text;
    for (const auto& leaf : leaves) {
        text += verb_section(*leaf, shared);
    }
    return text + shared_section(shared, leaves.size());
}

std::string reference_examples(const Command& command) {
    std::string text;
    for (const auto& leaf : leaves_of(command)) {
        for (const auto& example : leaf->declaration.examples()) {
            text +=
                cat(".P\n",
                    roff::sentence(example.purpose),
                    "\n.RS 4\n.EX\n",
                    roff::escaped(in_own_name(example.command)),
                    "\n.EE\n.RE\n");
        }
    }
    return text;
}

std::string reference_commands(std::span<const Command> table) {
    std::string text;
    for (const auto& commands : {table, internal_commands()}) {
        for (const auto* command : listed(commands)) {
            text += entry(
                cat(roff::bold(cat(program_name, '-', command->name)), "(1)"),
                roff::sentence(command->summary)
            );
        }
    }
    return text;
}

Runner declare_reference(Declaration& options) {
    struct Asked {
        std::string part;
        std::optional<std::string> command;
    };

    auto asked = std::make_shared<Asked>();
    options.usage("PART [COMMAND]");
    options.operand_choice(
        "PART",
        asked->part,
        {"synopsis", "options", "examples", "summary", "commands"},
        "the part of the page"
    );
    options.optional_operand("COMMAND", asked->command, "the command the page is about");
    return [asked](Context& context) {
        const auto name = asked->command.value_or("help");
        const auto* command = find_command(context.commands, name);
        if (command == nullptr) {
            command = find_command(internal_commands(), name);
        }
        if (command == nullptr) {
            refuse_unknown_command(context.commands, {}, name);
        }
        const auto& part = asked->part;
        io::Output out{context.streams.out};
        out.write(
            part == "synopsis"   ? reference_synopsis(*command)
            : part == "options"  ? reference_options(*command)
            : part == "examples" ? reference_examples(*command)
            : part == "summary"  ? roff::escaped(command->summary)
                                 : reference_commands(context.commands)
        );
        out.flush();
        return ExitCode::ok;
    };
}

} // namespace mqttx::cli
