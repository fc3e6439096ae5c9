// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declare.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace mqttx::cli {

namespace {

/// Milliseconds in a unit; 0 for a word that is none.
double unit_length(std::string_view unit) {
    constexpr std::pair<std::string_view, double> units[] = {
        {"", 1e3},
        {"ms", 1},
        {"s", 1e3},
        {"m", 60e3},
        {"h", 3600e3},
        {"d", 86400e3},
        {"w", 604800e3}};
    for (const auto& [name, length] : units) {
        if (name == unit) {
            return length;
        }
    }
    return 0;
}

} // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    double number = 0;
    const char* const text_end = text.data() + text.size();
    const auto [end, fault] =
        std::from_chars(text.data(), text_end, number, std::chars_format::fixed);
    const double unit = unit_length({end, static_cast<std::size_t>(text_end - end)});
    const double length = number * unit;
    constexpr double longest =
        100.0 * 365 * 86400e3; // a hundred years: beyond any purpose, within any clock
    if (fault != std::errc{} || unit == 0 || !std::isfinite(length) || length < 0 ||
        length > longest) {
        return std::nullopt;
    }
    return std::chrono::milliseconds{std::llround(length)};
}

} // namespace mqttx::cli
