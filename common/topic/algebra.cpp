// SPDX-License-Identifier: Apache-2.0
#include "common/topic/algebra.hpp"

#include "common/topic/levels.hpp"

#include <algorithm>

namespace mqttx::topic {

namespace {

bool begins_with_wildcard(std::string_view filter) noexcept {
    return filter.starts_with('+') || filter.starts_with('#');
}

/// A wildcard at the first level takes no topic that begins with '$' (MQTT 5 section 4.7.2).
bool is_kept_out(std::string_view filter, std::string_view candidate) noexcept {
    return begins_with_wildcard(filter) && candidate.starts_with('$');
}

bool share_no_root(std::string_view a, std::string_view b) noexcept {
    return is_kept_out(a, b) || is_kept_out(b, a);
}

/// The level of both, or none when they differ. Neither may be '#'.
std::optional<std::string_view> common_level(std::string_view a, std::string_view b) noexcept {
    if (a == "+") {
        return b;
    }
    return b == "+" || a == b ? std::optional{a} : std::nullopt;
}

/// Two filters without the levels that both begin with, in the form for walking. Most filters of a
/// file have much in common with their neighbours, and no answer depends on that.
struct Rests {
    Rests(std::string_view a_filter, std::string_view b_filter) noexcept
        : a{walkable(a_filter)}, b{walkable(b_filter)} {
        const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
        const auto same = a.substr(0, static_cast<std::size_t>(differ - a.begin()));
        const auto levels = same.rfind('/') + 1; // 0 without a slash
        a.remove_prefix(levels);
        b.remove_prefix(levels);
    }

    std::string_view a;
    std::string_view b;
};

/// Walks both filters and hands each level of their intersection to `take`; false when it is empty.
template <typename Take>
bool walk_meet(std::string_view a_filter, std::string_view b_filter, Take take) {
    Levels a_levels{a_filter};
    Levels b_levels{b_filter};
    auto a = a_levels.next();
    auto b = b_levels.next();
    while (a && b && a != "#" && b != "#") {
        const auto level = common_level(*a, *b);
        if (!level) {
            return false;
        }
        take(*level);
        a = a_levels.next();
        b = b_levels.next();
    }
    if (a != "#" && b != "#") {
        return a == b;
    }
    // One filter is open from here on: what the other still says is the rest of both.
    auto& others = a == "#" ? b_levels : a_levels;
    for (auto level = a == "#" ? b : a; level; level = others.next()) {
        take(*level);
    }
    return true;
}

enum class Rank { literal, any_level, any_rest };

Rank rank_of(std::optional<std::string_view> level) noexcept {
    if (level == "#") {
        return Rank::any_rest;
    }
    return level == "+" ? Rank::any_level : Rank::literal;
}

} // namespace

bool contains(std::string_view outer, std::string_view inner) noexcept {
    if (is_kept_out(outer, inner)) {
        return false;
    }
    const Rests rests{outer, inner};
    Levels outer_levels{rests.a};
    Levels inner_levels{rests.b};
    while (true) {
        const auto wanted = outer_levels.next();
        const auto level = inner_levels.next();
        if (wanted == "#") {
            return true;
        }
        if (!wanted || !level || level == "#") {
            return wanted == level;
        }
        if (*wanted != "+" && *wanted != *level) {
            return false;
        }
    }
}

bool overlaps(std::string_view a, std::string_view b) noexcept {
    const Rests rests{a, b};
    return !share_no_root(a, b) && walk_meet(rests.a, rests.b, [](std::string_view) {});
}

std::optional<std::string> meet(std::string_view a, std::string_view b) {
    if (share_no_root(a, b)) {
        return std::nullopt;
    }
    std::string joined;
    bool first = true;
    const bool found = walk_meet(walkable(a), walkable(b), [&](std::string_view level) {
        joined.append(first ? "" : "/").append(level);
        first = false;
    });
    return found ? std::optional<std::string>{canonical(joined)} : std::nullopt;
}

bool equivalent(std::string_view a, std::string_view b) noexcept {
    return canonical(a) == canonical(b);
}

std::string_view canonical(std::string_view filter) noexcept {
    if (filter == "+/#") {
        return "#";
    }
    return filter == "/+/#" ? "/#" : filter;
}

std::string_view walkable(std::string_view filter) noexcept {
    const auto shortest = canonical(filter);
    return shortest == "/#" ? "/+/#" : shortest;
}

std::weak_ordering
compare_specificity(std::string_view a_filter, std::string_view b_filter) noexcept {
    const Rests rests{a_filter, b_filter};
    Levels a_levels{rests.a};
    Levels b_levels{rests.b};
    auto a = a_levels.next();
    auto b = b_levels.next();
    while (a || b) {
        const auto order = rank_of(b) <=> rank_of(a);
        if (order != std::strong_ordering::equal) {
            return order;
        }
        a = a_levels.next();
        b = b_levels.next();
    }
    return std::weak_ordering::equivalent;
}

} // namespace mqttx::topic
