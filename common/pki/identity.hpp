// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/inventory.hpp"
#include "common/pki/store.hpp"

#include <string_view>

namespace mqttx::pki {

/// What the journal of a store says. Throws Error(local): damaged, or none at all.
Inventory read_inventory(const Store& store);

/// Whom a NAME means: the name of one identity, or "client/NAME" where several roles have it;
/// "root" is the root. Throws Error(local) when nobody has it, Error(usage) when several do.
Identity identity_named(const Inventory& inventory, std::string_view text);

/// The certificate an identity has now. Throws Error(local) when it never had one.
const Entry& newest_of(const Inventory& inventory, const Identity& identity);

} // namespace mqttx::pki
