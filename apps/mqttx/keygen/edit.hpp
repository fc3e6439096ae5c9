// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/private_file.hpp"

#include <string>

namespace mqttx::cli {
class Declaration;
} // namespace mqttx::cli

namespace mqttx::app::keygen {

/// A JWK Set that a verb changes where it is.
struct EditedSet {
    std::string file{};
    io::PrivatePolicy policy = io::PrivatePolicy::strict;
};

/// Declares the operand SET and --insecure-key-permissions.
void edited_set(cli::Declaration& declaration, EditedSet& set);

} // namespace mqttx::app::keygen
