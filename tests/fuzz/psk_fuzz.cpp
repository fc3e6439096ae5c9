// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/tls/psk.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// What is found has an identity and a key that OpenSSL takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto found = mqttx::tls::find_psk(mqttx::as_text({data, size}), {}, "fuzz");
        if (found.identity.empty() || found.key.empty() ||
            found.key.size() > mqttx::tls::longest_psk) {
            __builtin_trap();
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
    return 0;
}
