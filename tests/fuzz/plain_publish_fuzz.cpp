// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/plain_publish.hpp"

/// What is taken from a stream lies within it, one packet behind the other.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const bool mqtt5 : {false, true}) {
        mqttx::ByteView input{data, size};
        while (const auto message = mqttx::mqtt::plain_publish_at(input, mqtt5)) {
            const auto* const end = input.data() + message->size;
            if (message->size > input.size() || message->topic.empty() ||
                message->payload.data() + message->payload.size() != end) {
                __builtin_trap();
            }
            input = input.subspan(message->size);
        }
    }
    return 0;
}
