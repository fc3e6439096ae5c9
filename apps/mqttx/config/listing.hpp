// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/config/value.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::config {

/// Where the values of a profile come from.
struct Source {
    std::optional<std::string> profile;
    std::optional<std::string> file; ///< that would be, or was, looked into
};

/// TOML, as it may stand in a profile, each value with its origin as a comment.
std::string text_listing(const Source& source, const std::vector<Value>& values);

/// {"profile","file","settings":[{"option","value","origin","ignored"}]} and a line feed.
std::string json_listing(const Source& source, const std::vector<Value>& values);

} // namespace mqttx::app::config
