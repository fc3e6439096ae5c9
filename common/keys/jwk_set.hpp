// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/keys/key.hpp"

#include <string_view>
#include <vector>

namespace mqttx::keys {

/// The content of a key file: a JWK Set (RFC 7517 section 5).
struct JwkSet {
    std::vector<Key> keys{};
    std::vector<OtherMember> other_members{}; ///< of the set itself

    /// Whether a shared or private key is among them.
    [[nodiscard]] bool holds_secrets() const noexcept;
};

/// Reads a JWK Set, or a single JWK as a set of one. `source` names the file in messages.
/// Throws Error(local): no JSON, more than 1 MiB, 16 levels or two members of one name, a member of
/// the profile that is wrong, a PEM key. No message holds a value that could be secret.
JwkSet parse_jwk_set(ByteView text, std::string_view source);

/// The file's content: JSON with one key to a line, members it does not know included.
Secret write_jwk_set(const JwkSet& set);

/// The version of nlohmann-json, "3.11.2".
std::string json_version();

} // namespace mqttx::keys
