// SPDX-License-Identifier: Apache-2.0
#include "common/lab/plugin.hpp"

#include <array>
#include <filesystem>

namespace mqttx::lab {

std::string find_plugin() {
    std::error_code fault;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", fault);
    if (fault) {
        return {};
    }
    const auto prefix = program.parent_path().parent_path();
    constexpr std::array folders{"lib", MQTTX_LIBDIR};
    for (const auto* folder : folders) {
        const auto path = prefix / folder / "mosquitto_mqttx_acl.so";
        if (std::filesystem::is_regular_file(path, fault)) {
            return path.string();
        }
    }
    return {};
}

} // namespace mqttx::lab
