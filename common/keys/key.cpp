// SPDX-License-Identifier: Apache-2.0
#include "common/keys/key.hpp"

#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/match.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <ctime>

namespace mqttx::keys {

std::string time_text(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    std::array<char, sizeof "2026-02-01T00:00:00Z"> text{};
    if (::gmtime_r(&time, &parts) == nullptr ||
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        return cat(seconds, " s after 1970");
    }
    return text.data();
}

std::optional<std::string_view> Key::closest_filter(std::string_view topic) const noexcept {
    if (topics.empty()) {
        constexpr std::string_view everything = "#";
        return topic::matches(everything, topic) ? std::optional{everything} : std::nullopt;
    }
    std::optional<std::string_view> closest;
    for (const std::string& filter : topics) {
        if (topic::matches(filter, topic) &&
            (!closest || std::is_gt(topic::compare_specificity(filter, *closest)))) {
            closest = filter;
        }
    }
    return closest;
}

bool Key::covers(std::string_view topic) const noexcept {
    return topics.empty() ? topic::matches("#", topic)
                          : std::any_of(topics.begin(), topics.end(), [&](const auto& filter) {
                                return topic::matches(filter, topic);
                            });
}

std::optional<std::string> Key::sealing_fault(std::int64_t now) const {
    if (state == KeyState::revoked) {
        return "is revoked";
    }
    if (state == KeyState::decrypt_only) {
        return "is for opening only";
    }
    if (seals_from && now < *seals_from) {
        return cat("seals from ", time_text(*seals_from));
    }
    if (seals_until && now >= *seals_until) {
        return cat("expired at ", time_text(*seals_until));
    }
    return opening_fault(now);
}

std::optional<std::string> Key::opening_fault(std::int64_t now) const {
    if (state == KeyState::revoked) {
        return "is revoked";
    }
    if (opens_until && now >= *opens_until) {
        return cat("opens no longer since ", time_text(*opens_until));
    }
    return std::nullopt;
}

bool Key::is_same_key(const Key& other) const noexcept {
    const bool same_algorithm = type != KeyType::symmetric || algorithm == other.algorithm;
    return type == other.type && same_algorithm && public_key == other.public_key &&
           (type == KeyType::symmetric ? secret.equals(other.secret) : true);
}

} // namespace mqttx::keys
