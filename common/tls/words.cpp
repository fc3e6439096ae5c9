// SPDX-License-Identifier: Apache-2.0
#include "common/tls/words.hpp"

#include "common/base/text.hpp"

#include <array>
#include <charconv>

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

std::optional<std::time_t> parse_time(std::string_view text) {
    constexpr std::string_view midnight = "T00:00:00Z";
    const std::string whole = text.size() == 10 ? cat(text, midnight) : std::string{text};
    std::tm parts{};
    const auto number = [&whole](std::size_t at, std::size_t size) {
        int value = 0;
        std::from_chars(whole.data() + at, whole.data() + at + size, value);
        return value;
    };
    if (whole.size() != 20) {
        return std::nullopt;
    }
    parts.tm_year = number(0, 4) - 1900;
    parts.tm_mon = number(5, 2) - 1;
    parts.tm_mday = number(8, 2);
    parts.tm_hour = number(11, 2);
    parts.tm_min = number(14, 2);
    parts.tm_sec = number(17, 2);
    const std::time_t time = timegm(&parts);
    // What is no date of the calendar, or not written like one, comes back as another text.
    return time_text(time) == whole ? std::optional{time} : std::nullopt;
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
