// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/socks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// The first byte says in which pieces the proxy's bytes come. The dialog ends after a bounded
/// number of them, and never asks for more than an answer can have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqttx;
    ByteView answers{data, size};
    const std::size_t piece = answers.empty() ? 1 : 1 + answers[0] % 8U;
    mqtt::Proxy proxy;
    proxy.username = "user";
    mqtt::SocksDialog dialog{proxy, "broker.example", 8883};
    constexpr std::size_t longest_dialog = 2 + 2 + 4 + 1 + 255 + 2;
    std::size_t taken = 0;
    while (!answers.empty() && !dialog.is_done() && !dialog.failure()) {
        dialog.sent(dialog.unsent().size());
        const auto part = answers.first(std::min({piece, answers.size(), dialog.wanted()}));
        if (part.empty() || taken + part.size() > longest_dialog) {
            __builtin_trap();
        }
        dialog.received(part);
        taken += part.size();
        answers = answers.subspan(part.size());
    }
    return 0;
}
