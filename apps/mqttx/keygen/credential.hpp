// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {
class Declaration;
struct Context;
} // namespace mqttx::cli

namespace mqttx::app::keygen {

/// One line of a broker's password or PSK file.
struct Credential {
    std::string name{};
    std::optional<std::string> file{}; ///< --file; "-" or none is standard output
    bool remove = false;
};

/// Declares --file and --delete; `what` is the kind of file.
void credential_options(
    cli::Declaration& declaration, Credential& credential, const std::string& what
);

/// Drops the line from its file. Throws Error(usage) without a file, Error(local).
void remove_credential(const Credential& credential, cli::Context& context);

/// Puts the line into its file, or prints it. Throws Error(local).
void store_credential(const Credential& credential, const Secret& line, cli::Context& context);

} // namespace mqttx::app::keygen
