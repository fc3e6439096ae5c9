// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/pki/request.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever the bytes are: a request signed by its own key, with names that are allowed, or an
/// Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const mqttx::pki::Request request = mqttx::pki::read_request({data, size}, "input");
        if (request.key == nullptr) {
            __builtin_trap();
        }
        for (const auto& name : request.names) {
            if (mqttx::pki::parse_alternative_name(mqttx::pki::to_text(name)) != name) {
                __builtin_trap();
            }
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
    return 0;
}
