// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/private_file.hpp"
#include "common/keys/jwk_set.hpp"
#include "common/keys/key.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {
class Declaration;
struct Context;
} // namespace mqttx::cli

namespace mqttx::app::keygen {

/// Where a new key goes.
struct Destination {
    std::optional<std::string> file{}; ///< -o; "-" is standard output
    bool force = false;                ///< replace the file instead of adding to it
    io::PrivatePolicy policy = io::PrivatePolicy::strict;
};

/// Declares --output, --force and --insecure-key-permissions.
void destination_options(cli::Declaration& declaration, Destination& destination);

/// Refuses to print a secret on a terminal that nobody asked for. Throws Error(usage).
void require_destination(const Destination& destination, const cli::Context& context);

/// Adds keys to the JWK Set of that name, makes a new file, or prints them as a set. Throws
/// Error(local): the file exists and is no JWK Set, or cannot be written.
void store(keys::JwkSet set, const Destination& destination, cli::Context& context);

/// The same for one key.
void store(keys::Key key, const Destination& destination, cli::Context& context);

} // namespace mqttx::app::keygen
