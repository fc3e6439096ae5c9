// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/io/private_file.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {

class Declaration;
struct Context;

/// Where a secret comes from: a file, a descriptor, a variable, or a question on the terminal; at
/// most one of them. Never from an argument, except where a command declares that itself.
struct SecretSource {
    std::string what = "password"; ///< for messages and the prompt
    std::string option = "password";
    std::optional<std::string> file{};
    bool raw_file = false; ///< keep the final line feed of the file
    std::optional<int> descriptor{};
    std::optional<std::string> variable{};
    bool ask = false;

    [[nodiscard]] bool is_given() const noexcept { return file || descriptor || variable || ask; }
};

/// Declares --NAME-file, --NAME-fd and --NAME-env for the source, NAME being its `option`.
void secret_options(Declaration& options, SecretSource& source);

/// Reads the secret; none when no source was given. One final line feed is removed. Throws
/// Error(usage) for two sources, Error(local) for one that cannot be read.
std::optional<Secret>
read_secret_source(const SecretSource& source, const Context& context, io::PrivatePolicy policy);

} // namespace mqttx::cli
