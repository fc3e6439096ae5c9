// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/generic_keys.hpp"
#include "common/cose/recipient.hpp"
#include "common/keys/algorithm.hpp"

#include <optional>

namespace mqttx::cose {

/// The kind of key that opens a recipient by its algorithm; none for one that is not known here:
/// direct (-6), key wrap (-3, -4, -5), ECDH-ES (-25, -29, -31) on X25519 or P-256.
std::optional<GenericKey::Kind> kind_of_key(const Recipient& recipient);

/// The key of the content, empty when it cannot be had with this key. None when the key is for
/// another algorithm than the recipient's.
std::optional<Secret>
generic_content_key(const Recipient& recipient, const GenericKey& key, keys::Algorithm content);

} // namespace mqttx::cose
