// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/properties.hpp"

#include <array>

namespace mqttx::mqtt {

namespace {

// MQTT 5 section 2.2.2.2, table 2-4.
constexpr std::array kinds{
    PropertyKind{1, "payload-format-indicator", PropertyType::byte},
    PropertyKind{2, "message-expiry-interval", PropertyType::four_bytes},
    PropertyKind{3, "content-type", PropertyType::text},
    PropertyKind{8, "response-topic", PropertyType::text},
    PropertyKind{9, "correlation-data", PropertyType::binary},
    PropertyKind{11, "subscription-identifier", PropertyType::variable},
    PropertyKind{17, "session-expiry-interval", PropertyType::four_bytes},
    PropertyKind{18, "assigned-client-identifier", PropertyType::text},
    PropertyKind{19, "server-keep-alive", PropertyType::two_bytes},
    PropertyKind{21, "authentication-method", PropertyType::text},
    PropertyKind{22, "authentication-data", PropertyType::binary},
    PropertyKind{23, "request-problem-information", PropertyType::byte},
    PropertyKind{24, "will-delay-interval", PropertyType::four_bytes},
    PropertyKind{25, "request-response-information", PropertyType::byte},
    PropertyKind{26, "response-information", PropertyType::text},
    PropertyKind{28, "server-reference", PropertyType::text},
    PropertyKind{31, "reason-string", PropertyType::text},
    PropertyKind{33, "receive-maximum", PropertyType::two_bytes},
    PropertyKind{34, "topic-alias-maximum", PropertyType::two_bytes},
    PropertyKind{35, "topic-alias", PropertyType::two_bytes},
    PropertyKind{36, "maximum-qos", PropertyType::byte},
    PropertyKind{37, "retain-available", PropertyType::byte},
    PropertyKind{38, "user-property", PropertyType::pair},
    PropertyKind{39, "maximum-packet-size", PropertyType::four_bytes},
    PropertyKind{40, "wildcard-subscription-available", PropertyType::byte},
    PropertyKind{41, "subscription-identifier-available", PropertyType::byte},
    PropertyKind{42, "shared-subscription-available", PropertyType::byte},
};

template <typename Matches> std::optional<PropertyKind> find_kind(Matches matches) noexcept {
    for (const auto& kind : kinds) {
        if (matches(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

template <typename Value>
std::optional<Value> first_of(const Properties& properties, int identifier) {
    for (const auto& property : properties) {
        if (property.identifier == identifier && std::holds_alternative<Value>(property.value)) {
            return std::get<Value>(property.value);
        }
    }
    return std::nullopt;
}

struct ValueSize {
    std::size_t operator()(std::uint32_t) const { return 4; }

    std::size_t operator()(const std::string& text) const { return 2 + text.size(); }

    std::size_t operator()(const Bytes& bytes) const { return 2 + bytes.size(); }

    std::size_t operator()(const std::pair<std::string, std::string>& pair) const {
        return 4 + pair.first.size() + pair.second.size();
    }
};

} // namespace

std::optional<PropertyKind> property_kind(int identifier) noexcept {
    return find_kind([&](const PropertyKind& kind) { return kind.identifier == identifier; });
}

std::optional<PropertyKind> property_kind(std::string_view name) noexcept {
    return find_kind([&](const PropertyKind& kind) { return kind.name == name; });
}

std::optional<std::uint32_t> number_of(const Properties& properties, int identifier) {
    return first_of<std::uint32_t>(properties, identifier);
}

std::optional<std::string> text_of(const Properties& properties, int identifier) {
    return first_of<std::string>(properties, identifier);
}

std::size_t encoded_size(const Properties& properties) {
    std::size_t size = 4;
    for (const auto& property : properties) {
        size += 1 + std::visit(ValueSize{}, property.value);
    }
    return size;
}

} // namespace mqttx::mqtt
