// SPDX-License-Identifier: Apache-2.0
#include "tests/support/mqtt_packet.hpp"

#include <array>

namespace mqttx::test {

namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

unsigned number_at(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

} // namespace

std::string_view Packet::name() const {
    constexpr std::array<std::string_view, 16> names{
        "RESERVED",
        "CONNECT",
        "CONNACK",
        "PUBLISH",
        "PUBACK",
        "PUBREC",
        "PUBREL",
        "PUBCOMP",
        "SUBSCRIBE",
        "SUBACK",
        "UNSUBSCRIBE",
        "UNSUBACK",
        "PINGREQ",
        "PINGRESP",
        "DISCONNECT",
        "AUTH"};
    return names[first >> 4];
}

std::string Packet::bytes() const {
    return static_cast<char>(first) + variable_length(body.size()) + body;
}

std::uint16_t Packet::identifier() const {
    const std::size_t at = name() == "PUBLISH" ? 2 + topic().size() : 0;
    return static_cast<std::uint16_t>(number_at(body, at));
}

std::string_view Packet::topic() const {
    return std::string_view{body}.substr(2, number_at(body, 0));
}

std::string_view Packet::payload(bool mqtt5) const {
    std::size_t at = 2 + topic().size() + (qos() > 0 ? 2 : 0);
    at += mqtt5 ? 1 + byte_at(body, at) : 0;
    return std::string_view{body}.substr(at);
}

std::optional<Packet> take_packet(std::string& input) {
    std::size_t size = 0;
    std::size_t at = 1;
    for (unsigned shift = 0;; shift += 7, ++at) {
        if (at >= input.size()) {
            return std::nullopt;
        }
        size |= std::size_t{byte_at(input, at) & 0x7FU} << shift;
        if (byte_at(input, at) < 0x80) {
            break;
        }
    }
    ++at;
    if (input.size() - at < size) {
        return std::nullopt;
    }
    Packet packet{static_cast<std::uint8_t>(input[0]), input.substr(at, size)};
    input.erase(0, at + size);
    return packet;
}

std::string two_bytes(unsigned number) {
    return {static_cast<char>(number >> 8), static_cast<char>(number & 0xFF)};
}

std::string counted(std::string_view text) {
    return two_bytes(static_cast<unsigned>(text.size())).append(text);
}

std::string variable_length(std::size_t number) {
    std::string bytes;
    do {
        const auto low = static_cast<char>(number % 128);
        number /= 128;
        bytes += static_cast<char>(number > 0 ? low | '\x80' : low);
    } while (number > 0);
    return bytes;
}

} // namespace mqttx::test
