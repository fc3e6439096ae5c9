// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/pki/devices.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever the bytes are: rows that are devices or say why not, in their order, or an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        std::size_t last = 0;
        const std::string_view text{reinterpret_cast<const char*>(data), size};
        for (const auto& device : mqttx::pki::read_devices(text, "input")) {
            if (device.row <= last || (device.fault.empty() && device.name.empty())) {
                __builtin_trap();
            }
            last = device.row;
        }
    } catch (const mqttx::Error&) {
    }
    return 0;
}
