// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/protection.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/options.hpp"

#include <ctime>

namespace mqttx::app::pub {

namespace {

/// At most how many bytes sealing adds.
std::size_t overhead(const cose::SealingKeys& keys) noexcept {
    constexpr std::size_t everything_but_kids = 128; // headers, claims, IV, tag: 68 bytes today
    constexpr std::size_t signature = 128;           // and its headers
    constexpr std::size_t recipient = 192;           // wrapped key, ephemeral key, thumbprint
    std::size_t size = everything_but_kids + (keys.shared != nullptr ? keys.shared->kid.size() : 0);
    for (const auto* key : keys.recipients) {
        size += recipient + key->kid.size();
    }
    return size + (keys.signer != nullptr ? signature + keys.signer->kid.size() : 0);
}

} // namespace

std::optional<cose::SealingKeys>
Protection::keys_for(std::string_view topic, std::int64_t now) const {
    if (options_.plaintext) {
        return std::nullopt;
    }
    cose::SealingKeys keys{.recipients = parties_.recipients, .signer = parties_.signer};
    const bool demanded = options_.kid || !options_.keyrings.files.empty() ||
                          keys.signer != nullptr || !keys.recipients.empty();
    if (!demanded && !keyring_.is_protected(topic)) {
        return std::nullopt;
    }
    parties_.check(topic, now);
    if (keys.recipients.empty()) {
        keys.shared = &keyring_.choose_for_sealing(topic, options_.kid, now);
    }
    return keys;
}

void Protection::check(
    std::string_view topic, int qos, std::size_t payload_size, const mqtt::Properties& properties
) const {
    mqtt::check_publish(topic, qos, payload_size, properties);
    const auto keys = keys_for(topic, std::time(nullptr));
    if (!keys) {
        return;
    }
    mqtt::check_publish(topic, qos, payload_size + overhead(*keys), properties);
    if (mqtt::number_of(properties, mqtt::property_id::payload_format_indicator)) {
        throw Error{
            ErrorKind::usage,
            cat("the payload for ", in_quotes(topic), " is encrypted: it is not text"),
            "leave out --property publish payload-format-indicator"};
    }
}

void Protection::mark_wills() {
    sealer_.emplace().mark_wills();
}

Bytes Protection::seal(
    const cose::SealingKeys& keys,
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
    return sealer_->seal(keys, topic, payload, now, inner);
}

mqtt::Properties
Protection::around_envelope(mqtt::Properties properties, const cose::SealingKeys& keys) {
    std::erase_if(properties, [](const mqtt::Property& property) {
        return property.identifier == mqtt::property_id::content_type ||
               property.identifier == mqtt::property_id::payload_format_indicator;
    });
    properties.push_back({mqtt::property_id::content_type, std::string{keys.media_type()}});
    return properties;
}

} // namespace mqttx::app::pub
