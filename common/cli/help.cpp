// SPDX-License-Identifier: Apache-2.0
#include "common/cli/help.hpp"

#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/internal.hpp"
#include "common/cli/program.hpp"

#include <algorithm>

namespace mqttx::cli {

namespace {

constexpr std::size_t width = 80;
constexpr std::size_t indent = 2;
constexpr std::size_t description_column = 30;

/// Words wrapped at the right margin; lines after the first begin at `column`.
std::string wrapped(std::string_view text, std::size_t column) {
    std::string out;
    std::size_t used = column;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (used > column && used + 1 + word.size() > width) {
            out += cat('\n', std::string(column, ' '));
            used = column;
        } else if (used > column) {
            out += ' ';
            ++used;
        }
        out += word;
        used += word.size();
    }
    return out;
}

/// A left column and its description beside it, or below it when the left one is too wide.
std::string row(std::string_view left, std::string_view description, std::size_t column) {
    std::string out = cat(std::string(indent, ' '), left);
    if (out.size() + 2 > column) {
        out += cat('\n', std::string(column, ' '));
    } else {
        out.append(column - out.size(), ' ');
    }
    return cat(out, wrapped(description, column), '\n');
}

std::string left_column(const OptionSpec& option) {
    std::string left;
    for (const auto& name : option.names) {
        left += cat(left.empty() ? (name.starts_with("--") ? "    " : "") : ", ", name);
    }
    return option.value_name.empty() ? left : cat(left, ' ', option.value_name);
}

std::string described(const OptionSpec& option) {
    return option.repeatable ? cat(option.description, " (repeatable)") : option.description;
}

std::string options_help(const Declaration& declaration) {
    std::string out;
    std::string_view section;
    const auto& options = declaration.option_specs();
    for (const auto& option : options) {
        if (option.section != section) {
            section = option.section;
            out += cat('\n', section, ":\n");
        }
        out += row(left_column(option), described(option), description_column);
    }
    return out;
}

std::string rows_of(std::span<const Command> commands) {
    std::string out;
    for (const auto& command : commands) {
        if (!command.hidden) {
            out += row(command.name, command.summary, 14);
        }
    }
    return out;
}

} // namespace

std::string overview(std::span<const Command> table) {
    return cat(
        program_name,
        " - the MQTT security toolkit for the shell\n\nusage: ",
        program_name,
        " COMMAND [options]\n\nCommands:\n",
        rows_of(table),
        rows_of(internal_commands()),
        "\n'",
        program_name,
        " COMMAND --help' shows a command's options, '",
        program_name,
        " help COMMAND' its manual page.\n"
    );
}

std::string group_help(const Command& group, std::string_view path) {
    return cat(
        group.summary,
        "\n\nusage: ",
        program_name,
        ' ',
        path,
        " VERB [options]\n\nVerbs:\n",
        rows_of(group.verbs),
        "\n'",
        program_name,
        ' ',
        path,
        " VERB --help' shows a verb's options.\n"
    );
}

std::string
command_help(const Declaration& declaration, const Command& command, std::string_view path) {
    std::string out = cat(
        "usage: ", wrapped(cat(program_name, ' ', path, ' ', declaration.usage_words()), 7), "\n\n"
    );
    out +=
        cat(wrapped(
                declaration.about_text().empty() ? cat(command.summary) : declaration.about_text(),
                0
            ),
            '\n');
    const auto& operands = declaration.operand_specs();
    if (!operands.empty()) {
        out += "\nOperands:\n";
        for (const auto& operand : operands) {
            out += row(operand.name, operand.description, description_column);
        }
    }
    out += options_help(declaration);
    if (!declaration.examples().empty()) {
        out += "\nExamples:\n";
        for (const auto& example : declaration.examples()) {
            out += cat("  # ", example.purpose, "\n  ", in_own_name(example.command), '\n');
        }
    }
    return out;
}

} // namespace mqttx::cli
