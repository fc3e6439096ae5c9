// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete.hpp"

#include "common/base/text.hpp"
#include "common/cli/command_tree.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/internal.hpp"

#include <algorithm>

namespace mqttx::cli {

namespace {

using Words = std::span<const std::string>;

/// Gathers what begins with the word under the cursor.
class Gatherer {
  public:
    explicit Gatherer(std::string_view typed, Words line = {}, const LiveValues& live = {})
        : typed_{typed}, line_{line}, live_{live} {}

    void offer(std::string_view word, std::string_view description, std::string_view prefix = {}) {
        auto whole = cat(prefix, word);
        if (whole.starts_with(typed_)) {
            found.candidates.push_back({std::move(whole), std::string{description}});
        }
    }

    void offer_all(std::span<const Command> commands) {
        for (const auto* command : listed(commands)) {
            offer(command->name, command->summary);
        }
    }

    /// `prefix` stands before the value in the same word ("--qos=").
    void offer_values(
        ValueKind kind, const std::vector<std::string>& choices, std::string_view prefix = {}
    ) {
        for (const auto& choice : choices) {
            offer(choice, {}, prefix);
        }
        if (kind == ValueKind::file) {
            found.paths = Completion::Paths::files;
        } else if (kind == ValueKind::folder) {
            found.paths = Completion::Paths::folders;
        } else if (live_) {
            for (const auto& [word, description] : live_(kind, line_)) {
                offer(word, description, prefix);
            }
        }
    }

    /// Long names; a short one only when it is there already, so that the shell moves on.
    void offer_options(const Declaration& declaration) {
        for (const auto& option : declaration.option_specs()) {
            for (const auto& name : option.names) {
                if (name.starts_with("--") || name == typed_) {
                    offer(name, option.description);
                }
            }
        }
        offer("--help", "show the options");
    }

    Completion found{};

  private:
    std::string_view typed_;
    Words line_;
    LiveValues live_;
};

Completion complete_command(
    const Command& command, Words before, const std::string& typed, const LiveValues& live
) {
    Declaration declaration;
    [[maybe_unused]] const auto runner = command.declare(declaration); // owns the targets
    Gatherer gatherer{typed, before, live};
    const auto position = declaration.position_after(before);
    if (position.value_of) {
        const auto& spec = *position.value_of;
        gatherer.offer_values(
            spec.next_words ? ValueKind::choice : spec.kind,
            spec.next_words ? spec.next_words(position.values) : spec.choices
        );
        return gatherer.found;
    }
    const auto equals = typed.starts_with("--") ? typed.find('=') : std::string::npos;
    if (equals != std::string::npos && !position.after_dashes) {
        const auto opened = declaration.position_after(std::vector{typed.substr(0, equals)});
        if (opened.value_of) {
            gatherer.offer_values(
                opened.value_of->kind, opened.value_of->choices, typed.substr(0, equals + 1)
            );
        }
        return gatherer.found;
    }
    if (typed.starts_with('-') && !position.after_dashes) {
        gatherer.offer_options(declaration);
        return gatherer.found;
    }
    const auto& operands = declaration.operand_specs();
    if (position.operands < operands.size()) {
        gatherer.offer_values(
            operands[position.operands].kind, operands[position.operands].choices
        );
    } else if (!operands.empty() && operands.back().repeatable) {
        gatherer.offer_values(operands.back().kind, operands.back().choices);
    } else if (!position.after_dashes) {
        gatherer.offer_options(declaration);
    }
    return gatherer.found;
}

Completion complete_group(
    const Command& group, Words before, const std::string& typed, const LiveValues& live
) {
    const auto* const usual = find_command(group.verbs, group.default_verb);
    const auto& next = before.empty() ? typed : before[0];
    if (usual != nullptr && next.starts_with('-')) {
        return complete_command(*usual, before, typed, live);
    }
    if (before.empty()) {
        Gatherer gatherer{typed};
        gatherer.offer_all(group.verbs);
        return gatherer.found;
    }
    const auto* const verb = find_command(group.verbs, before[0]);
    return verb != nullptr ? complete_command(*verb, before.subspan(1), typed, live) : Completion{};
}

/// The names of the commands, for the command line's first word and for `help`.
Completion complete_name(std::span<const Command> table, const std::string& typed) {
    Gatherer gatherer{typed};
    gatherer.offer_all(table);
    gatherer.offer_all(internal_commands());
    if (typed.starts_with('-')) {
        gatherer.offer("--help", "list the commands");
        gatherer.offer("--version", "print the version");
    }
    return gatherer.found;
}

Completion complete_help(std::span<const Command> table, Words before, const std::string& typed) {
    if (before.empty()) {
        return complete_name(table, typed);
    }
    Gatherer gatherer{typed};
    const auto* const group = find_command(table, before[0]);
    if (group != nullptr && before.size() == 1) {
        gatherer.offer_all(group->verbs);
    }
    return gatherer.found;
}

} // namespace

Completion complete(Words words, std::span<const Command> table, const LiveValues& live) {
    const auto typed = words.empty() ? std::string{} : words.back();
    if (words.size() <= 1) {
        return complete_name(table, typed);
    }
    const auto before = words.subspan(1, words.size() - 2);
    if (words[0] == "help") {
        return complete_help(table, before, typed);
    }
    const auto* command = find_command(table, words[0]);
    if (command == nullptr) {
        command = find_command(internal_commands(), words[0]);
    }
    if (command == nullptr) {
        return {};
    }
    return command->verbs.empty() ? complete_command(*command, before, typed, live)
                                  : complete_group(*command, before, typed, live);
}

std::string to_lines(const Completion& completion) {
    std::string text;
    for (const auto& [word, description] : completion.candidates) {
        text += description.empty() ? cat(word, '\n') : cat(word, '\t', description, '\n');
    }
    switch (completion.paths) {
    case Completion::Paths::files:
        return text + ":files\n";
    case Completion::Paths::folders:
        return text + ":dirs\n";
    case Completion::Paths::none:
        break;
    }
    return text + ":none\n";
}

} // namespace mqttx::cli
