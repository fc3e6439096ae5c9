// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/json.hpp"
#include "common/keys/key.hpp"

#include <cstddef>
#include <string_view>

/// From JSON values to keys. Private to this folder.
namespace mqttx::keys {

/// One JWK; `number` and `source` say in messages which it is. Throws Error(local).
Key read_jwk(const Json& object, std::size_t number, std::string_view source);

/// A member to be written again as it is.
OtherMember keep_member(std::string_view name, const Json& value);

} // namespace mqttx::keys
