// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"

namespace mqttx::cli {
class Declaration;
} // namespace mqttx::cli

namespace mqttx::app::sub {

// What every command that receives messages declares.

/// How messages are written.
void output_options(cli::Declaration& declaration, Options& options);

/// The keys that payloads are opened with, and what is demanded of them.
void protection_options(cli::Declaration& declaration, Options& options);

} // namespace mqttx::app::sub
