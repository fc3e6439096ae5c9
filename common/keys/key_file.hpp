// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/private_file.hpp"
#include "common/keys/jwk_set.hpp"
#include "common/keys/keyring.hpp"

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace mqttx::keys {

/// Takes keys out of the content of a file; the name is for messages. Throws Error(local).
using KeyParser = std::function<JwkSet(ByteView, std::string_view)>;

/// Reads a JWK Set, or what another parser understands; "-" is `standard_input`. A file with a
/// secret in it must be private (see io::read_private_file); one with public keys alone need not.
/// Throws Error(local).
JwkSet read_key_file(
    const std::string& path,
    io::PrivatePolicy policy = io::PrivatePolicy::strict,
    int standard_input = 0,
    const KeyParser& parse = parse_jwk_set
);

/// The keys of all files in one keyring. Throws Error(local) as read_key_file() and Keyring::add().
Keyring load_keyring(
    const std::vector<std::string>& paths,
    io::PrivatePolicy policy = io::PrivatePolicy::strict,
    int standard_input = 0
);

/// The permissions of a file with these keys: 0600, or 0644 when all of them are public.
mode_t mode_for(const JwkSet& set) noexcept;

/// What a change does without a file: begin with an empty set, or fail.
enum class MissingFile { is_empty, is_fault };

/// Reads a JWK Set (an empty one when the file is empty, or may be missing), lets `change` work on
/// it and writes it back: whole or not at all, with mode_for() its content. Its folder is locked
/// meanwhile, so that two of us lose nothing and no lock file stays behind. Throws Error(local), or
/// what `change` throws: the file is as it was then.
void update_key_file(
    const std::string& path,
    const std::function<void(JwkSet&)>& change,
    io::PrivatePolicy policy = io::PrivatePolicy::strict,
    MissingFile missing = MissingFile::is_empty
);

} // namespace mqttx::keys
