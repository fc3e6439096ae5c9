// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "common/base/bytes.hpp"
#include "common/cli/command.hpp"

namespace mqttx::app::pub {

/// Declares where a single payload comes from: -m, -f, -s, -n.
void payload_options(cli::Declaration& declaration, Options& options);

/// How many of these options were given.
int payload_count(const Options& options);

/// The single payload. Throws Error(local), and Error(usage) for an empty standard input.
Bytes read_payload(const Options& options, cli::Context& context);

/// Declares the keys that payloads are sealed with.
void protection_options(cli::Declaration& declaration, Options& options);

/// Those of them that say how to seal, beside a --keyring that is declared already.
void sealing_options(cli::Declaration& declaration, Options& options);

/// Those of the latter that name keys: all but --plaintext.
void sealing_key_options(cli::Declaration& declaration, Options& options);

/// Throws Error(usage) when these contradict each other.
void check_protection(const Options& options);

} // namespace mqttx::app::pub
