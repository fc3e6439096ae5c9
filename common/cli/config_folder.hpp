// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/streams.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {

/// A file of this name in the user's configuration folder: $XDG_CONFIG_HOME/mqttx, or
/// ~/.config/mqttx (XDG Base Directory Specification). None when the environment names neither.
std::optional<std::string> config_file(const io::Streams& streams, std::string_view name);

} // namespace mqttx::cli
