// SPDX-License-Identifier: Apache-2.0
#include "common/cli/keyring_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/config_folder.hpp"
#include "common/cli/declare.hpp"
#include "common/io/file.hpp"
#include "common/keys/key_file.hpp"

namespace mqttx::cli {

void keyring_options(Declaration& options, KeyringOptions& keyrings) {
    options.files(
        "--keyring",
        keyrings.files,
        "FILE",
        "use the keys of this JWK Set, beside those of the default keyring"
    );
    options.keep_default("keyring", [&](const std::string& file) { keyrings.default_file = file; });
}

std::optional<std::string>
default_keyring(const KeyringOptions& keyrings, const io::Streams& streams) {
    if (keyrings.default_file) {
        return keyrings.default_file;
    }
    const auto own = config_file(streams, "keyring.jwks");
    return own && io::exists(*own) ? own : std::nullopt;
}

keys::Keyring
take_keyring(const KeyringOptions& keyrings, const Context& context, io::PrivatePolicy policy) {
    std::vector<std::string> files;
    if (const auto own = default_keyring(keyrings, context.streams)) {
        files.push_back(*own);
    }
    files.insert(files.end(), keyrings.files.begin(), keyrings.files.end());
    if (files.empty()) {
        return {};
    }
    return keys::load_keyring(files, policy, context.streams.in);
}

} // namespace mqttx::cli
