// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/pki/index_file.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever the bytes are: rows with a serial number that is one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto& row : mqttx::pki::parse_index(text).rows) {
        if (!mqttx::from_hex(row.serial) || row.serial.empty()) {
            __builtin_trap();
        }
    }
    return 0;
}
