// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/protection.hpp"

namespace mqttx::app::pub {

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

Bytes Protection::seal(
    const keys::Key& key,
    std::string_view topic,
    ByteView payload,
    std::int64_t now,
    const std::string& content_type
) {
    if (!sealer_) {
        sealer_.emplace();
    }
    const auto inner =
        content_type.empty() ? std::nullopt : std::optional<cose::ContentType>{content_type};
    return sealer_->seal(key, topic, payload, now, inner);
}

std::size_t Protection::overhead(const keys::Key& key) noexcept {
    constexpr std::size_t everything_but_the_kid = 128; // headers, claims, IV, tag: 68 bytes today
    return everything_but_the_kid + key.kid.size();
}

} // namespace mqttx::app::pub
