// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mqttx::cli {

class Declaration;

/// Declares --quiet, --color and --log-format; they are in force when the command runs.
void output_options(Declaration& options);

} // namespace mqttx::cli
