// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "common/cli/diagnostics.hpp"
#include "common/cose/sealer.hpp"
#include "common/io/private_file.hpp"
#include "common/keys/keyring.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace mqttx::app::pub {

/// For whom messages are sealed, and who signs them; the keys are those of a keyring.
struct Parties {
    std::vector<const keys::Key*> recipients{}; ///< --to
    const keys::Key* signer = nullptr;          ///< --sign

    /// Throws Error(payload) when one of the keys is not for a topic, or not in force at this time.
    void check(std::string_view topic, std::int64_t now) const;
};

/// Finds the keys that --to and --sign name, by kid or name in the keyring, or in a file where the
/// word has a slash; its keys join the keyring. Throws Error(payload) for a key that is not there,
/// Error(local) for a file that cannot be used. Warns when there are recipients and no signer.
Parties take_parties(
    const Options& options,
    keys::Keyring& keyring,
    io::PrivatePolicy policy,
    cli::Diagnostics& diagnostics
);

} // namespace mqttx::app::pub
