// SPDX-License-Identifier: Apache-2.0
#include "common/cli/config_folder.hpp"

#include "common/base/text.hpp"

namespace mqttx::cli {

std::optional<std::string> config_file(const io::Streams& streams, std::string_view name) {
    const auto configured = streams.environment("XDG_CONFIG_HOME");
    if (configured && configured->starts_with('/')) { // the specification ignores relative paths
        return cat(*configured, "/mqttx/", name);
    }
    const auto home = streams.environment("HOME");
    if (home && !home->empty()) {
        return cat(*home, "/.config/mqttx/", name);
    }
    return std::nullopt;
}

std::optional<std::string> profiles_file(const io::Streams& streams) {
    auto path = streams.environment("MQTTX_CONFIG");
    if (!path) {
        path = config_file(streams, "config.toml");
    }
    return path && !path->empty() ? path : std::nullopt;
}

} // namespace mqttx::cli
