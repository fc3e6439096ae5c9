// SPDX-License-Identifier: Apache-2.0
#include "common/cli/internal.hpp"

#include <array>

namespace mqttx::cli {

namespace {

constexpr std::array commands{
    Command{
        .name = "completion",
        .summary = "print the completion script of a shell",
        .declare = declare_completion},
    Command{
        .name = "help", .summary = "open the manual page of a command", .declare = declare_help},
    Command{
        .name = "__complete",
        .summary = "say what may stand at the cursor",
        .declare = declare_complete,
        .hidden = true},
    Command{
        .name = "__reference",
        .summary = "print a part of a manual page",
        .declare = declare_reference,
        .hidden = true},
};

} // namespace

std::span<const Command> internal_commands() {
    return commands;
}

} // namespace mqttx::cli
