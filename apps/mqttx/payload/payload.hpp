// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

namespace mqttx::app::payload {

cli::Runner declare_inspect(cli::Declaration& declaration);
cli::Runner declare_open(cli::Declaration& declaration);
cli::Runner declare_seal(cli::Declaration& declaration);

} // namespace mqttx::app::payload
