// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "apps/mqttx/pub/parties.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/options.hpp"

namespace mqttx::app::pub {

/// Has the will sealed anew at every CONNECT, where its topic demands that of messages; an empty
/// one, which clears a retained message, goes as it is. Options and keyring have to live longer
/// than the session. Throws Error(payload) when no key may seal it, Error(usage) when it is too
/// large then.
void seal_will(
    mqtt::ConnectOptions& connect,
    const Options& options,
    const keys::Keyring& keyring,
    const Parties& parties
);

/// The same for a command that only receives: where a key protects the topic.
void seal_will(mqtt::ConnectOptions& connect, const keys::Keyring& keyring);

} // namespace mqttx::app::pub
