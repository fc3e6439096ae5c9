// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/puback.hpp"

/// Whatever a broker sends, reading it ends, and what is accepted has an identifier.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const mqttx::ByteView packet{data, size};
    const auto length = mqttx::mqtt::packet_length(packet);
    for (const bool mqtt5 : {false, true}) {
        const auto puback = mqttx::mqtt::read_puback(packet, mqtt5);
        if (puback && (puback->packet_id < 1 || puback->packet_id > 65535)) {
            __builtin_trap();
        }
    }
    if (length && *length < 2) {
        __builtin_trap();
    }
    return 0;
}
