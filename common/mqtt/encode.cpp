// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/encode.hpp"

namespace mqttx::mqtt {

namespace {

void append_number(Bytes& out, std::uint32_t number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(number >> static_cast<unsigned>(shift)));
    }
}

/// Section 1.5.5.
void append_variable(Bytes& out, std::size_t number) {
    constexpr std::size_t more = 0x80;
    for (; number >= more; number /= more) {
        out.push_back(static_cast<std::uint8_t>(number % more | more));
    }
    out.push_back(static_cast<std::uint8_t>(number));
}

void append_counted(Bytes& out, ByteView bytes) {
    append_number(out, static_cast<std::uint32_t>(bytes.size()), 2);
    out.insert(out.end(), bytes.begin(), bytes.end());
}

struct ValueEncoder {
    Bytes& out;
    PropertyType type;

    void operator()(std::uint32_t number) const {
        switch (type) {
        case PropertyType::byte:
            append_number(out, number, 1);
            break;
        case PropertyType::two_bytes:
            append_number(out, number, 2);
            break;
        case PropertyType::variable:
            append_variable(out, number);
            break;
        default:
            append_number(out, number, 4);
        }
    }

    void operator()(const std::string& text) const { append_counted(out, as_bytes(text)); }

    void operator()(const Bytes& bytes) const { append_counted(out, bytes); }

    void operator()(const std::pair<std::string, std::string>& pair) const {
        append_counted(out, as_bytes(pair.first));
        append_counted(out, as_bytes(pair.second));
    }
};

/// The properties without the length that stands before them.
Bytes encoded(const Properties& properties) {
    constexpr std::size_t usual = 128; // for a stream of messages it matters how often this grows
    Bytes out;
    out.reserve(properties.empty() ? 0 : usual);
    for (const auto& property : properties) {
        if (const auto kind = property_kind(property.identifier)) {
            append_variable(out, static_cast<std::size_t>(property.identifier));
            std::visit(ValueEncoder{out, kind->type}, property.value);
        }
    }
    return out;
}

std::size_t size_of_variable(std::size_t number) noexcept {
    constexpr std::size_t more = 0x80;
    std::size_t size = 1;
    for (; number >= more; number /= more) {
        ++size;
    }
    return size;
}

} // namespace

void append_properties(Bytes& out, const Properties& properties) {
    const auto bytes = encoded(properties);
    append_variable(out, bytes.size());
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void append_publish(Bytes& out, const OutgoingMessage& message, int packet_id, bool mqtt5) {
    constexpr unsigned publish = 0x30;
    const auto properties =
        mqtt5 && message.properties != nullptr ? encoded(*message.properties) : Bytes{};
    const auto properties_size =
        mqtt5 ? size_of_variable(properties.size()) + properties.size() : 0;
    const bool has_identifier = message.qos > 0;
    out.push_back(static_cast<std::uint8_t>(
        publish | static_cast<unsigned>(message.qos) << 1U | (message.retain ? 1U : 0U)
    ));
    append_variable(
        out,
        2 + message.topic.size() + (has_identifier ? 2 : 0) + properties_size +
            message.payload.size()
    );
    append_counted(out, as_bytes(message.topic));
    if (has_identifier) {
        append_number(out, static_cast<std::uint32_t>(packet_id), 2);
    }
    if (mqtt5) {
        append_variable(out, properties.size());
        out.insert(out.end(), properties.begin(), properties.end());
    }
    out.insert(out.end(), message.payload.begin(), message.payload.end());
}

Bytes disconnect_packet(const Properties& properties) {
    constexpr std::uint8_t disconnect = 0xE0;
    if (properties.empty()) { // a reason code of 0 and no properties may be left out
        return {disconnect, 0};
    }
    Bytes rest{0};
    append_properties(rest, properties);
    Bytes packet{disconnect};
    append_variable(packet, rest.size());
    packet.insert(packet.end(), rest.begin(), rest.end());
    return packet;
}

} // namespace mqttx::mqtt
