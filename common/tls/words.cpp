// SPDX-License-Identifier: Apache-2.0
#include "common/tls/words.hpp"

#include "common/base/text.hpp"

#include <array>
#include <string_view>

namespace mqttx::tls {

std::string time_text(std::time_t time) {
    std::tm parts{};
    std::array<char, 64> text{};
    if (gmtime_r(&time, &parts) == nullptr) {
        return "(malformed time)";
    }
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

std::string list_text(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 6;
    std::string text;
    for (std::size_t index = 0; index < names.size() && index < shown; ++index) {
        text += cat(index == 0 ? "" : ", ", names[index]);
    }
    return names.size() > shown ? cat(text, " and ", names.size() - shown, " more") : text;
}

std::string span_text(std::time_t seconds) {
    constexpr std::time_t minute = 60;
    constexpr std::time_t hour = 60 * minute;
    constexpr std::time_t day = 24 * hour;
    if (seconds >= 2 * day) {
        return counted(seconds / day, "day");
    }
    if (seconds >= hour) {
        return counted(seconds / hour, "hour");
    }
    return seconds >= minute ? counted(seconds / minute, "minute") : counted(seconds, "second");
}

} // namespace mqttx::tls
