// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/private_file.hpp"
#include "common/io/streams.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::cli {

class Declaration;
struct Context;

/// Which keyrings to use.
struct KeyringOptions {
    std::vector<std::string> files;          ///< --keyring
    std::optional<std::string> default_file; ///< of the profile; otherwise the user's own
};

/// Declares --keyring.
void keyring_options(Declaration& options, KeyringOptions& keyrings);

/// The default keyring: the profile's, or the user's own where it exists.
std::optional<std::string>
default_keyring(const KeyringOptions& keyrings, const io::Streams& streams);

/// Loads the default keyring, where there is one, and those that were named. Throws Error(local).
keys::Keyring
take_keyring(const KeyringOptions& keyrings, const Context& context, io::PrivatePolicy policy);

} // namespace mqttx::cli
