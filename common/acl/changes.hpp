// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/diff.hpp"

#include <span>
#include <vector>

namespace mqttx::acl {

/// Whether a change shows with a made-up name that has a '/' in it or a '$' in front: a name that
/// stands for a variable differently in each format.
bool is_of_odd_name(const Change& change);

/// Removes from `changes`, from place `from` on, those that tell of an operation gained or lost
/// what one of `said` tells already. `said` may lie in front of that place.
void drop_said(std::vector<Change>& changes, std::size_t from, std::span<const Change> said);

/// The changes without those of clients who gain or lose the same with fewer names: what somebody
/// may do as a user need not be said again of that user with a certificate.
std::vector<Change> fewest_changes(const std::vector<Change>& changes);

} // namespace mqttx::acl
