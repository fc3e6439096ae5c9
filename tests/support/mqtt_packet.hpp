// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::test {

/// An MQTT control packet as it travels: its first byte and what follows the remaining length.
struct Packet {
    std::uint8_t first = 0;
    std::string body{};

    [[nodiscard]] std::string_view name() const; ///< "CONNECT", "PUBACK"
    [[nodiscard]] std::string bytes() const;

    [[nodiscard]] int qos() const { return (first >> 1) & 3; } ///< of a PUBLISH

    [[nodiscard]] bool dup() const { return (first & 8) != 0; } ///< of a PUBLISH

    /// Of the packets that have one; a PUBLISH of QoS 1 or 2 among them.
    [[nodiscard]] std::uint16_t identifier() const;

    /// What a PUBLISH carries. Its properties must be shorter than 128 bytes.
    [[nodiscard]] std::string_view topic() const;
    [[nodiscard]] std::string_view payload(bool mqtt5) const;
};

/// The packet at the start of `input`, taken from it; none while it is incomplete.
std::optional<Packet> take_packet(std::string& input);

/// Two bytes, the higher one first.
std::string two_bytes(unsigned number);

/// A string as packets carry it: its length, then its bytes.
std::string counted(std::string_view text);

/// A number as packets carry it in one to four bytes (MQTT 5 section 1.5.5).
std::string variable_length(std::size_t number);

} // namespace mqttx::test
