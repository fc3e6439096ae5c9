// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/field.hpp"

#include "common/base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace mqttx::app::sub {

namespace {

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return text;
}

} // namespace

std::string Field::padded(std::string text, char pad) const {
    if (text.size() < width) {
        text.insert(left ? text.size() : 0, width - text.size(), left ? ' ' : pad);
    }
    return text;
}

std::string Field::grouped(std::string_view digits) const {
    const std::size_t group = precision.value_or(0);
    std::string text;
    for (std::size_t begin = 0; group > 0 && begin < digits.size(); begin += group) {
        text.append(begin > 0 ? 1 : 0, separator).append(digits.substr(begin, group));
    }
    return group > 0 ? text : std::string{digits};
}

std::string Field::text(std::string_view value) const {
    return padded(std::string{value.substr(0, precision.value_or(std::string::npos))}, ' ');
}

std::string Field::number(std::optional<std::int64_t> value) const {
    if (!value) {
        return std::string(width, zeros ? '0' : ' ');
    }
    return padded(std::to_string(*value), zeros ? '0' : ' ');
}

std::string Field::payload(std::string_view value) const {
    const auto shown = value.substr(0, width > 0 ? width : std::string::npos);
    return padded(std::string{shown}, zeros ? '0' : ' ');
}

std::string Field::hex(ByteView value, bool upper_case) const {
    const auto shown = width > 0 ? value.first(std::min(value.size(), width / 2)) : value;
    auto digits = upper_case ? upper(to_hex(shown)) : to_hex(shown);
    if (zeros) {
        digits = padded(std::move(digits), '0');
    }
    return padded(grouped(digits), ' ');
}

std::string Field::floating(double value) const {
    constexpr std::size_t most_digits = 400;
    const auto digits = static_cast<int>(std::min(precision.value_or(6), most_digits));
    std::array<char, 1024> text{}; // a double has at most 309 digits before the point
    const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    const std::string_view shown{text.data(), static_cast<std::size_t>(length)};
    if (!zeros || left || shown.size() >= width || !shown.starts_with('-')) {
        return padded(std::string{shown}, zeros ? '0' : ' ');
    }
    return cat('-', std::string(width - shown.size(), '0'), shown.substr(1));
}

} // namespace mqttx::app::sub
