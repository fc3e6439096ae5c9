// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/chain.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::acl {

/// The filter beyond a rule's own topics that is taken for one of them where filters are taken for
/// topics: "x/#" for "x/+" and for "x/+/#"; none of other rules.
std::optional<std::string> wider_subscription(std::string_view filter);

/// The widest filters whose SUBSCRIBE is accepted where the filter is taken for a topic name (see
/// compares_filters_as_topics): what arrives of any accepted one arrives of these, or is allowed as
/// a topic of its own. (Where rules forbid the widest ones by their very text, those that spell out
/// only some of the levels are not tried.) The chain is about Operation::subscribe and made by such
/// a broker.
std::vector<std::string> accepted_filters(const Chain& chain);

} // namespace mqttx::acl
