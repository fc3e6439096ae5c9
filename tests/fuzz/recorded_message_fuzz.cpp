// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/mqtt/options.hpp"
#include "common/mqtt/packet_properties.hpp"
#include "common/mqtt/recorded_message.hpp"

/// What is accepted can be published: its topic, its properties and its size are MQTT's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqttx::mqtt;
    RecordedMessage message;
    try {
        message = read_recorded_message({data, size}, "the line");
    } catch (const mqttx::Error&) { // refused, as most inputs are
        return 0;
    }
    check_publish(
        message.topic, message.qos.value_or(0), message.payload.size(), message.properties
    );
    Properties before;
    for (const auto& property : message.properties) {
        if (property_fault(PropertyPacket::publish, before, property)) {
            __builtin_trap();
        }
        before.push_back(property);
    }
    return 0;
}
