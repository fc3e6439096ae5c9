// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::lab {

/// The broker plugin for native permission files, where a build or an installation has put it
/// beside the program that runs; empty when it is not there.
std::string find_plugin();

} // namespace mqttx::lab
