// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/cert/make_options.hpp"
#include "common/cli/command.hpp"

#include <string>

namespace mqttx::app::cert {

/// Makes a client's key and certificate for every row of a file; a row that cannot be is named, and
/// the others are made. Exit status 3 when there was one.
cli::ExitCode
make_fleet(const LeafOptions& options, const std::string& path, cli::Context& context);

} // namespace mqttx::app::cert
