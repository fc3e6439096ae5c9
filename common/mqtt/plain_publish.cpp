// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/plain_publish.hpp"

#include <algorithm>
#include <cstdint>

namespace mqttx::mqtt {

namespace {

constexpr std::uint8_t publish_at_qos_0 = 0x30;
constexpr std::uint8_t retain_flag = 0x01;

/// The variable byte integer at the beginning (section 1.5.5), taken off; none when it is not
/// whole.
std::optional<std::size_t> take_length(ByteView& input) noexcept {
    std::size_t length = 0;
    for (std::size_t at = 0; at < std::min<std::size_t>(input.size(), 4); ++at) {
        length |= static_cast<std::size_t>(input[at] & 0x7FU) << (7 * at);
        if ((input[at] & 0x80U) == 0) {
            input = input.subspan(at + 1);
            return length;
        }
    }
    return std::nullopt;
}

/// Other topics are for a closer look: UTF-8, controls, wildcards.
bool is_plain_topic(std::string_view topic) noexcept {
    return !topic.empty() && std::all_of(topic.begin(), topic.end(), [](char letter) {
        return letter >= ' ' && letter <= '~' && letter != '+' && letter != '#';
    });
}

} // namespace

std::optional<PlainPublish> plain_publish_at(ByteView input, bool mqtt5) noexcept {
    const auto begin = input.data();
    if (input.size() < 2 || (input[0] & ~retain_flag) != publish_at_qos_0) {
        return std::nullopt;
    }
    const bool retain = (input[0] & retain_flag) != 0;
    input = input.subspan(1);
    const auto length = take_length(input);
    if (!length || *length > input.size() || *length < 2) {
        return std::nullopt;
    }
    auto body = input.first(*length);
    const std::size_t topic_size = static_cast<std::size_t>(body[0]) << 8U | body[1];
    const std::size_t head = 2 + topic_size + (mqtt5 ? 1 : 0);
    if (head > body.size() || (mqtt5 && body[head - 1] != 0)) { // it has properties
        return std::nullopt;
    }
    const auto topic = as_text(body.subspan(2, topic_size));
    if (!is_plain_topic(topic)) {
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(input.data() - begin) + *length;
    return PlainPublish{topic, body.subspan(head), retain, size};
}

} // namespace mqttx::mqtt
