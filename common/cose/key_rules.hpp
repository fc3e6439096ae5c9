// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/encrypt0.hpp"
#include "common/cose/received_message.hpp"
#include "common/cose/verdict.hpp"
#include "common/keys/key.hpp"

#include <cstdint>

namespace mqttx::cose {

/// Whether a key may be tried on an envelope at `now`: its topics, algorithm, state and policy, and
/// the sizes its algorithm asks for. When it may not, the verdict says why.
bool may_open(
    const keys::Key& key,
    const ReceivedMessage& message,
    const Encrypt0& envelope,
    std::int64_t now,
    Verdict& verdict
);

} // namespace mqttx::cose
