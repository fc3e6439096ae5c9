// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"

#include <array>

namespace mqttx::app {

namespace {

constexpr std::array table{
    cli::Command{.name = "pub", .summary = "publish messages", .declare = declare_pub},
    cli::Command{
        .name = "sub", .summary = "subscribe and write what arrives", .declare = declare_sub},
    cli::Command{
        .name = "version",
        .summary = "print the version and those of the libraries",
        .declare = declare_version},
};

} // namespace

std::span<const cli::Command> commands() {
    return table;
}

} // namespace mqttx::app
