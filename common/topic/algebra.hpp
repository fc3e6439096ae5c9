// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

/// A filter stands for the set of topic names it matches; these questions about such sets are
/// answered exactly, except that the limit of 65,535 bytes on a topic is not taken into account.
/// Filters must be valid and without $share (see validity.hpp).
namespace mqttx::topic {

/// Whether every topic that `inner` matches is matched by `outer` too.
bool contains(std::string_view outer, std::string_view inner) noexcept;

/// Whether some topic is matched by both.
bool overlaps(std::string_view a, std::string_view b) noexcept;

/// The filter for the topics matched by both, in canonical form; none when there is no such topic.
/// One filter is always enough.
std::optional<std::string> meet(std::string_view a, std::string_view b);

/// Whether both match the same topics.
bool equivalent(std::string_view a, std::string_view b) noexcept;

/// The shortest filter that matches the same topics. Only two filters have another one, because no
/// topic is empty: "+/#" is "#", and "/+/#" is "/#".
std::string_view canonical(std::string_view filter) noexcept;

/// An equivalent filter for walks level by level: its '#' is reached by every length the filter
/// matches. Only "/#" is written otherwise, as "/+/#": it does not match its parent, the empty
/// topic.
std::string_view walkable(std::string_view filter) noexcept;

/// Orders filters by how closely they name a topic, level by level: a literal (or the end) before
/// '+' before '#'. `greater` when `a` is the more specific.
std::weak_ordering compare_specificity(std::string_view a, std::string_view b) noexcept;

} // namespace mqttx::topic
