// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/cli/url.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

/// What is accepted names a host and a port that exists.
template <typename Parse> void check(Parse parse, const std::string& text) {
    try {
        const auto url = parse(text);
        if (url.host.empty() || (url.port && (*url.port < 1 || *url.port > 65535))) {
            __builtin_trap();
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{mqttx::as_text({data, size})};
    check(mqttx::cli::parse_broker_url, text);
    check(mqttx::cli::parse_proxy_url, text);
    return 0;
}
