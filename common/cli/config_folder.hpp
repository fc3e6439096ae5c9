// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/streams.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {

/// A file of this name in the user's configuration folder: $XDG_CONFIG_HOME/mqttx, or
/// ~/.config/mqttx (XDG Base Directory Specification). None when the environment names neither.
std::optional<std::string> config_file(const io::Streams& streams, std::string_view name);

/// The file of profiles: the one MQTTX_CONFIG names, or else config.toml in the folder above. None
/// when MQTTX_CONFIG is empty.
std::optional<std::string> profiles_file(const io::Streams& streams);

} // namespace mqttx::cli
