// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/cli/url.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// What is accepted names a host and a port that exists.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto url = mqttx::cli::parse_broker_url(std::string{mqttx::as_text({data, size})});
        if (url.host.empty() || (url.port && (*url.port < 1 || *url.port > 65535))) {
            __builtin_trap();
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
    return 0;
}
