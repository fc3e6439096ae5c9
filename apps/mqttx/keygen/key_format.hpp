// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/keys/algorithm.hpp"
#include "common/keys/jwk_set.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::app::keygen {

enum class KeyFormat { jwk, pem, cose, hex };
enum class HexType { symmetric, x25519, ed25519, x25519_public, ed25519_public };

/// What bare digits stand for.
struct HexMeaning {
    std::optional<HexType> type{};
    keys::Algorithm algorithm = keys::Algorithm::a256gcm;
    std::optional<std::string> kid{}; ///< otherwise of the thumbprint, or random
};

/// Keys in whatever format, which is recognized. Throws Error(local), Error(usage) for digits of
/// which nothing says what they are.
keys::JwkSet parse_keys(ByteView content, std::string_view source, const HexMeaning& meaning);

/// Keys in a format other than jwk. Throws Error(local) for keys that have no form there.
Secret write_keys(const keys::JwkSet& set, KeyFormat format);

} // namespace mqttx::app::keygen
