// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/protection.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/options.hpp"

#include <ctime>

namespace mqttx::app::pub {

namespace {

/// At most how many bytes sealing adds.
std::size_t overhead(const keys::Key& key) noexcept {
    constexpr std::size_t everything_but_the_kid = 128; // headers, claims, IV, tag: 68 bytes today
    return everything_but_the_kid + key.kid.size();
}

} // namespace

const keys::Key* Protection::key_for(std::string_view topic, std::int64_t now) const {
    if (options_.plaintext) {
        return nullptr;
    }
    const bool demanded = options_.kid || !options_.keyrings.files.empty();
    if (!demanded && !keyring_.is_protected(topic)) {
        return nullptr;
    }
    return &keyring_.choose_for_sealing(topic, options_.kid, now);
}

void Protection::check(
    std::string_view topic, int qos, std::size_t payload_size, const mqtt::Properties& properties
) const {
    mqtt::check_publish(topic, qos, payload_size, properties);
    const auto* const key = key_for(topic, std::time(nullptr));
    if (key == nullptr) {
        return;
    }
    mqtt::check_publish(topic, qos, payload_size + overhead(*key), properties);
    if (mqtt::number_of(properties, mqtt::property_id::payload_format_indicator)) {
        throw Error{
            ErrorKind::usage,
            cat("the payload for ", in_quotes(topic), " is encrypted: it is not text"),
            "leave out --property publish payload-format-indicator"};
    }
}

Bytes Protection::seal(
    const keys::Key& key,
    std::string_view topic,
    ByteView payload,
    std::int64_t now,
    const mqtt::Properties& properties
) {
    if (!sealer_) {
        sealer_.emplace();
    }
    const auto content_type = mqtt::text_of(properties, mqtt::property_id::content_type);
    const auto inner =
        content_type ? std::optional<cose::ContentType>{*content_type} : std::nullopt;
    return sealer_->seal(key, topic, payload, now, inner);
}

mqtt::Properties Protection::around_envelope(mqtt::Properties properties) {
    std::erase_if(properties, [](const mqtt::Property& property) {
        return property.identifier == mqtt::property_id::content_type ||
               property.identifier == mqtt::property_id::payload_format_indicator;
    });
    properties.push_back({mqtt::property_id::content_type, std::string{cose::encrypt0_media_type}});
    return properties;
}

} // namespace mqttx::app::pub
