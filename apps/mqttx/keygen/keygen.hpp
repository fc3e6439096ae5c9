// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

/// The verbs of `keygen`: keys for payloads, kept in JWK Sets.
namespace mqttx::app::keygen {

cli::Runner declare_add(cli::Declaration& declaration);
cli::Runner declare_convert(cli::Declaration& declaration);
cli::Runner declare_ed25519(cli::Declaration& declaration);
cli::Runner declare_fingerprint(cli::Declaration& declaration);
cli::Runner declare_list(cli::Declaration& declaration);
cli::Runner declare_passphrase(cli::Declaration& declaration);
cli::Runner declare_password(cli::Declaration& declaration);
cli::Runner declare_psk(cli::Declaration& declaration);
cli::Runner declare_public(cli::Declaration& declaration);
cli::Runner declare_remove(cli::Declaration& declaration);
cli::Runner declare_revoke(cli::Declaration& declaration);
cli::Runner declare_rotate(cli::Declaration& declaration);
cli::Runner declare_symmetric(cli::Declaration& declaration);
cli::Runner declare_x25519(cli::Declaration& declaration);

} // namespace mqttx::app::keygen
