// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What brokers look at in a name that is to stand in a topic. Each name is of one kind, the first
/// that fits: it holds '+' or '#', holds '/', begins with '$', or none of these.
enum class NameKind : std::uint8_t { wildcard, slash, dollar, plain };

inline constexpr std::array all_name_kinds{
    NameKind::wildcard, NameKind::slash, NameKind::dollar, NameKind::plain};

NameKind kind_of(std::string_view name) noexcept;

/// A set of user names or client ids: all of some kinds but a few, and a few of the other kinds.
struct NameSet {
    std::uint8_t kinds = 0; ///< a bit for each NameKind
    std::vector<std::string> but{};
    std::vector<std::string> also{};

    static constexpr std::uint8_t all_kinds = 0b1111;

    static constexpr std::uint8_t bit(NameKind kind) noexcept {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
    }

    [[nodiscard]] bool has(std::string_view name) const;

    [[nodiscard]] bool has_all_of(NameKind kind) const noexcept { return (kinds & bit(kind)) != 0; }

    [[nodiscard]] bool empty() const noexcept { return kinds == 0 && also.empty(); }

    bool operator==(const NameSet&) const = default;
};

} // namespace mqttx::acl
