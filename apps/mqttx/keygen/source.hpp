// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/private_file.hpp"
#include "common/keys/jwk_set.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {
class Declaration;
struct Context;
} // namespace mqttx::cli

namespace mqttx::app::keygen {

/// Which keys of a file a verb is about.
struct Source {
    std::string file{};               ///< "-" is standard input
    std::optional<std::string> kid{}; ///< one of them only, by kid or name
    io::PrivatePolicy policy = io::PrivatePolicy::strict;
};

/// Declares the operand FILE and --kid.
void source_options(cli::Declaration& declaration, Source& source);

/// Reads the file and leaves the keys it is about. Throws Error(local).
keys::JwkSet read_source(const Source& source, const cli::Context& context);

} // namespace mqttx::app::keygen
