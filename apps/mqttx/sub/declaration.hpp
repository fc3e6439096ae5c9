// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"
#include "common/cli/declare.hpp"
#include "common/io/streams.hpp"

namespace mqttx::app::sub {

/// Declares every option of sub; the struct must outlive the parse.
void declare_options(cli::Declaration& declaration, Options& options);

/// What does not go together, and what the broker could not take. Throws Error(usage).
void check_options(Options& options, const io::Streams& streams);

} // namespace mqttx::app::sub
