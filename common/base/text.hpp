// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <concepts>
#include <string>
#include <string_view>

namespace mqttx {

namespace detail {

inline void append_part(std::string& out, std::string_view part) {
    out.append(part);
}

inline void append_part(std::string& out, char part) {
    out.push_back(part);
}

template <std::integral Number> void append_part(std::string& out, Number part) {
    out.append(std::to_string(part));
}

} // namespace detail

/// Joins text and whole numbers: cat("line ", 3, ": ", name).
template <typename... Parts> std::string cat(const Parts&... parts) {
    std::string out;
    (detail::append_part(out, parts), ...);
    return out;
}

/// A name in single quotes for a message, cut in the middle when it is longer than 120 bytes.
inline std::string in_quotes(std::string_view name) {
    constexpr std::size_t shown = 120;
    if (name.size() <= shown) {
        return cat('\'', name, '\'');
    }
    return cat(
        '\'',
        name.substr(0, shown - 30),
        "...",
        name.substr(name.size() - 20),
        "' (",
        name.size(),
        " bytes)"
    );
}

/// A number with its noun: "1 message", "3 messages".
template <std::integral Number> std::string counted(Number count, std::string_view noun) {
    return cat(count, ' ', noun, count == 1 ? "" : "s");
}

/// A time in seconds, with one decimal where it has one: "10 s", "0.5 s".
inline std::string in_seconds(std::chrono::milliseconds time) {
    const auto tenths = time.count() / 100;
    return tenths % 10 == 0 ? cat(tenths / 10, " s") : cat(tenths / 10, '.', tenths % 10, " s");
}

} // namespace mqttx
