// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/chain.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mqttx::acl {

/// Part of a set of topics: those of a filter (of all topics, '$' included, when there is none)
/// that no cover has.
struct RegionPart {
    std::optional<std::string> filter;
    std::vector<topic::Cover> without;
};

/// A set of topics as a union of parts. It points into the chains it was made from.
using Region = std::vector<RegionPart>;

/// The topics a chain allows, and those it denies.
Region allowed_topics(const Chain& chain);
Region denied_topics(const Chain& chain);

/// The topics of a filter.
Region topics_of(std::string_view filter);

/// Both together.
Region united(Region first, const Region& second);

/// A topic that lies in all of the sets; none when there is none.
std::optional<std::string> common_topic(std::span<const Region* const> regions);

} // namespace mqttx::acl
