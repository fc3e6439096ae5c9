// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/topic/filter_set.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Exact answers about unions of filters. There are always names that no filter spells out, and a
/// topic made of them is matched by the wildcards alone: whoever matches it matches everything of
/// that length. So one such topic for each length decides (the limit of 65,535 bytes aside).
namespace mqttx::topic {

/// A topic the filter matches and none of the covers does; none when they cover it. Where it may
/// be chosen, its names are short and stand in no filter.
std::optional<std::string> uncovered(std::string_view filter, std::span<const Cover> covers);

/// The same for a plain list of filters.
std::optional<std::string>
uncovered(std::string_view filter, std::span<const std::string_view> covers);

/// What is granted by some filters and taken away by others: the topics of an allow that no deny
/// matches.
struct GrantedTopics {
    std::span<const std::string_view> allow;
    std::span<const std::string_view> deny;
};

/// A topic that is in the first set and not in the second; none when the second has them all.
std::optional<std::string> difference(const GrantedTopics& first, const GrantedTopics& second);

} // namespace mqttx::topic
