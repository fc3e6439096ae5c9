// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/private_file.hpp"
#include "common/keys/jwk_set.hpp"
#include "common/keys/keyring.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mqttx::keys {

/// Reads a JWK Set; "-" is `standard_input`. A file with a secret in it must be private (see
/// io::read_private_file); one with public keys alone need not. Throws Error(local).
JwkSet read_key_file(
    const std::string& path,
    io::PrivatePolicy policy = io::PrivatePolicy::strict,
    int standard_input = 0
);

/// The keys of all files in one keyring. Throws Error(local) as read_key_file() and Keyring::add().
Keyring load_keyring(
    const std::vector<std::string>& paths,
    io::PrivatePolicy policy = io::PrivatePolicy::strict,
    int standard_input = 0
);

/// Reads a JWK Set (an empty one when the file is missing or empty), lets `change` work on it and
/// writes it back: whole or not at all, mode 0600. Its folder is locked meanwhile, so that two of
/// us lose nothing and no lock file stays behind. Throws Error(local), or what `change` throws: the
/// file is as it was then.
void update_key_file(
    const std::string& path,
    const std::function<void(JwkSet&)>& change,
    io::PrivatePolicy policy = io::PrivatePolicy::strict
);

/// Adds a key at the end of a set. Throws Error(local) when another key has its kid.
void append_key(JwkSet& set, Key key);

} // namespace mqttx::keys
