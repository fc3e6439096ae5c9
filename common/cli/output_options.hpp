// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mqttx::cli {

class Declaration;

/// Declares --quiet, --color and --log-format; they are in force when the command runs.
void output_options(Declaration& options);

/// The same with --debug, for commands that talk to a broker.
void output_options(Declaration& options, bool& debug);

} // namespace mqttx::cli
