// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mqttx::mqtt {

/// The identifiers of MQTT 5 section 2.2.2.2 that the program names itself.
namespace property_id {
inline constexpr int payload_format_indicator = 1;
inline constexpr int message_expiry_interval = 2;
inline constexpr int content_type = 3;
inline constexpr int response_topic = 8;
inline constexpr int correlation_data = 9;
inline constexpr int subscription_identifier = 11;
inline constexpr int session_expiry_interval = 17;
inline constexpr int authentication_method = 21;
inline constexpr int authentication_data = 22;
inline constexpr int receive_maximum = 33;
inline constexpr int topic_alias = 35;
inline constexpr int user_property = 38;
} // namespace property_id

/// How a property's value is encoded.
enum class PropertyType { byte, two_bytes, four_bytes, variable, binary, text, pair };

struct PropertyKind {
    int identifier;
    std::string_view name; ///< "message-expiry-interval", as mosquitto's -D spells it
    PropertyType type;
};

/// The property of this identifier or name; none for one that MQTT 5 does not define.
std::optional<PropertyKind> property_kind(int identifier) noexcept;
std::optional<PropertyKind> property_kind(std::string_view name) noexcept;

/// A property: numbers of every width as std::uint32_t, text, bytes, or a user property's pair.
struct Property {
    int identifier;
    std::variant<std::uint32_t, std::string, Bytes, std::pair<std::string, std::string>> value;
};

/// In the order of the packet; user properties and subscription identifiers may repeat.
using Properties = std::vector<Property>;

/// The first number, or the first text, under an identifier.
std::optional<std::uint32_t> number_of(const Properties& properties, int identifier);
std::optional<std::string> text_of(const Properties& properties, int identifier);

/// At most how many bytes the properties take in a packet, their length included.
std::size_t encoded_size(const Properties& properties);

} // namespace mqttx::mqtt
