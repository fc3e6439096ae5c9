// SPDX-License-Identifier: Apache-2.0
// The records of a replay state: any bytes are read or refused, and what was read is written so
// that it is read again, with the same content.
#include "common/cose/replay_memory.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::int64_t now = 1'800'000'000;
    cose::ReplayMemory memory;
    if (!memory.load({data, size}, now)) {
        return 0;
    }
    memory.keep();
    memory.accept("k", "a", {1, 70}, now, now + 1);
    const auto first = memory.snapshot();
    cose::ReplayMemory again;
    if (!again.load(first, now) || again.snapshot() != first) {
        std::abort();
    }
    return 0;
}
