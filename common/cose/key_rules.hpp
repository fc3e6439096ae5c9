// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/encrypt0.hpp"
#include "common/cose/received_message.hpp"
#include "common/cose/recipient.hpp"
#include "common/cose/verdict.hpp"
#include "common/keys/key.hpp"

#include <cstdint>
#include <optional>

namespace mqttx::cose {

/// Whether a shared key may be tried on an envelope at `now`: its topics, algorithm and state, and
/// the sizes its algorithm asks for. When it may not, the verdict says why.
bool may_open(
    const keys::Key& key,
    const ReceivedMessage& message,
    const Encrypt0& envelope,
    std::int64_t now,
    Verdict& verdict
);

/// The algorithm of the content when a key pair may be tried on an envelope that has it among its
/// recipients; otherwise none, and the verdict says why.
std::optional<keys::Algorithm> may_agree(
    const keys::Key& key,
    const ReceivedMessage& message,
    const Encrypt0& envelope,
    const Recipient& recipient,
    std::int64_t now,
    Verdict& verdict
);

} // namespace mqttx::cose
