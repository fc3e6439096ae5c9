// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/keys/jwk_set.hpp"

#include <string_view>

namespace mqttx::cose {

/// Reads a COSE_Key or a COSE_KeySet (RFC 9052 section 7): symmetric keys with an algorithm of the
/// profile, X25519 and Ed25519 keys (RFC 9053 section 7). A key without a kid gets one: a pair that
/// of its thumbprint, a shared key is refused without. Private keys bring their public half or it
/// is computed. `source` names the file in messages. Throws Error(local).
keys::JwkSet parse_cose_keys(ByteView bytes, std::string_view source);

/// One key as a COSE_Key, several as a COSE_KeySet, deterministically encoded. Names, topics and
/// dates have no place there. Throws Error(local) for a key of an unknown kind.
Secret write_cose_keys(const keys::JwkSet& set);

} // namespace mqttx::cose
