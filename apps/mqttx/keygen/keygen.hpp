// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

/// The verbs of `keygen`: keys for payloads, kept in JWK Sets.
namespace mqttx::app::keygen {

cli::Runner declare_symmetric(cli::Declaration& declaration);

} // namespace mqttx::app::keygen
