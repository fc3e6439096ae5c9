// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

#include <span>

namespace mqttx::app {

/// Every command of the program, in the order help shows them.
std::span<const cli::Command> commands();

// One function a command: it declares the options into a struct of its own and returns what to run
// with it.
cli::Runner declare_doctor(cli::Declaration& options);
cli::Runner declare_lab(cli::Declaration& options);
cli::Runner declare_pub(cli::Declaration& declaration);
cli::Runner declare_request(cli::Declaration& declaration);
cli::Runner declare_sub(cli::Declaration& declaration);
cli::Runner declare_config(cli::Declaration& options);
cli::Runner declare_version(cli::Declaration& options);

} // namespace mqttx::app
