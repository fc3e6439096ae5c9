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

bool may_be_file(ValueKind kind) noexcept {
    return kind == ValueKind::file || kind == ValueKind::signer || kind == ValueKind::recipient;
}

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
        if (kind == ValueKind::folder) {
            found.paths = Completion::Paths::folders;
        } else if (may_be_file(kind)) {
            found.paths = Completion::Paths::files;
        }
        if (live_) {
            for (const auto& [word, description] : live_(kind, line_)) {
                offer(word, description, prefix);
            }
        }
    }

    void offer_values_of(const Position& position, std::string_view prefix = {}) {
        const auto& spec = *position.value_of;
        if (spec.next_words) {
            offer_values(ValueKind::choice, spec.next_words(position.values), prefix);
        } else if (position.values.size() + 1 == spec.values) {
            offer_values(spec.kind, spec.choices, prefix);
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

/// How much of a word that begins with one dash is letters, up to the one whose value follows in
/// the same word ("-V" of "-Vm", "-vF" of "-vF%t"); 0 where no value does.
std::size_t letters_before_value(const Declaration& declaration, const std::string& typed) {
    for (std::size_t length = 2; !typed.starts_with("--") && length < typed.size(); ++length) {
        if (declaration.position_after(std::vector{typed.substr(0, length)}).value_of) {
            return length;
        }
    }
    return 0;
}

/// Where the word under the cursor holds an option and a value of it: the length of what stands
/// before the value ("--qos=", "-q"), otherwise none.
struct Joined {
    std::size_t value_at;
    Position opened;
};

std::optional<Joined> joined_value(const Declaration& declaration, const std::string& typed) {
    const auto equals = typed.starts_with("--") ? typed.find('=') : std::string::npos;
    const bool is_long = equals != std::string::npos;
    const auto name = is_long ? equals : letters_before_value(declaration, typed);
    if (name == 0) {
        return std::nullopt;
    }
    return Joined{
        is_long ? name + 1 : name, declaration.position_after(std::vector{typed.substr(0, name)})};
}

Completion complete_command(
    const Command& command, Words before, const std::string& typed, const LiveValues& live
) {
    Declaration declaration;
    [[maybe_unused]] const auto runner = command.declare(declaration); // owns the targets
    Gatherer gatherer{typed, before, live};
    const auto position = declaration.position_after(before);
    if (position.value_of) {
        gatherer.offer_values_of(position);
        return gatherer.found;
    }
    if (const auto joined = joined_value(declaration, typed); joined && !position.after_dashes) {
        if (joined->opened.value_of) {
            gatherer.offer_values_of(joined->opened, typed.substr(0, joined->value_at));
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
