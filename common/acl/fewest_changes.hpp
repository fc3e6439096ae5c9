// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/diff.hpp"

#include <vector>

namespace mqttx::acl {

/// What a client gains with some of its names need not be said again of more names.
std::vector<Change> fewest(const std::vector<Change>& changes);

} // namespace mqttx::acl
