// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/algorithm.hpp"

namespace mqttx::cli {
class Declaration;
} // namespace mqttx::cli

namespace mqttx::app::keygen {

/// Declares --alg.
void algorithm_option(cli::Declaration& declaration, keys::Algorithm& algorithm);

} // namespace mqttx::app::keygen
