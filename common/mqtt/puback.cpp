// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/puback.hpp"

#include "common/mqtt/properties.hpp"

#include <algorithm>

namespace mqttx::mqtt {

namespace {

/// Takes a number of two bytes off the beginning.
std::optional<std::size_t> take_two_bytes(ByteView& input) {
    if (input.size() < 2) {
        return std::nullopt;
    }
    const auto number = static_cast<std::size_t>(input[0]) << 8U | input[1];
    input = input.subspan(2);
    return number;
}

std::optional<std::string> take_text(ByteView& input) {
    const auto size = take_two_bytes(input);
    if (!size || *size > input.size()) {
        return std::nullopt;
    }
    std::string text{as_text(input.first(*size))};
    input = input.subspan(*size);
    return text;
}

/// The properties of a PUBACK are a reason string and user properties, which nobody asks for.
std::optional<std::string> read_reason_string(ByteView properties) {
    constexpr int reason_string = 31;
    std::string reason;
    while (!properties.empty()) {
        const int identifier = properties[0];
        properties = properties.subspan(1);
        auto text = take_text(properties);
        const bool is_pair = identifier == property_id::user_property;
        if (!text || (!is_pair && identifier != reason_string) ||
            (is_pair && !take_text(properties))) {
            return std::nullopt;
        }
        reason = is_pair ? std::move(reason) : std::move(*text);
    }
    return reason;
}

} // namespace

std::optional<std::size_t> packet_length(ByteView input) noexcept {
    std::size_t length = 0;
    for (std::size_t at = 1; at < std::min<std::size_t>(input.size(), 5); ++at) {
        length |= static_cast<std::size_t>(input[at] & 0x7FU) << (7 * (at - 1));
        if ((input[at] & 0x80U) == 0) {
            return at + 1 + length;
        }
    }
    return std::nullopt;
}

std::optional<Puback> read_puback(ByteView packet, bool mqtt5) {
    const auto has_size = [&](std::size_t digits) {
        return packet.size() > 1 + digits && (packet[digits] & 0x80U) == 0;
    };
    std::size_t digits = 1;
    while (digits < 4 && !has_size(digits)) {
        ++digits;
    }
    if (!has_size(digits)) {
        return std::nullopt;
    }
    auto body = packet.subspan(1 + digits);
    const auto packet_id = take_two_bytes(body);
    if (!packet_id || *packet_id == 0 || (!mqtt5 && !body.empty())) {
        return std::nullopt;
    }
    Puback puback{static_cast<int>(*packet_id)};
    if (body.empty()) { // a code of 0 and no properties may be left out
        return puback;
    }
    puback.code = body[0];
    body = body.subspan(1);
    if (body.empty()) {
        return puback;
    }
    const auto properties = packet_length(packet.last(body.size() + 1));
    if (!properties || *properties != body.size() + 1) {
        return std::nullopt;
    }
    std::size_t length_bytes = 1;
    while (body[length_bytes - 1] & 0x80U) {
        ++length_bytes;
    }
    auto reason = read_reason_string(body.subspan(length_bytes));
    if (!reason) {
        return std::nullopt;
    }
    puback.reason_string = std::move(*reason);
    return puback;
}

} // namespace mqttx::mqtt
