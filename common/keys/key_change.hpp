// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/jwk_set.hpp"
#include "common/keys/key.hpp"

#include <cstddef>
#include <string_view>

namespace mqttx::keys {

/// The place of the key of this kid in a set or, where no kid is it, of the only key of this name.
/// `source` names the set in messages. Throws Error(local).
std::size_t find_key(const JwkSet& set, std::string_view kid_or_name, std::string_view source);

/// Drops all keys but the one find_key() finds. Throws Error(local).
void keep_only(JwkSet& set, std::string_view kid_or_name, std::string_view source);

/// Adds a key at the end of a set; false when it holds the same key under the same kid already.
/// Throws Error(local) when another key has its kid.
bool add_key(JwkSet& set, Key key);

/// Leaves the public half of a key pair, and of its other members only those that are known to
/// hold no secret.
void drop_private_half(Key& pair);

} // namespace mqttx::keys
