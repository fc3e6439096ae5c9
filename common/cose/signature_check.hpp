// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/headers.hpp"
#include "common/cose/received_message.hpp"
#include "common/cose/sign1.hpp"
#include "common/cose/verdict.hpp"
#include "common/keys/key.hpp"
#include "common/keys/keyring.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace mqttx::cose {

/// Under which key a signed message was opened.
struct Opening {
    const keys::Key& key;
    std::size_t recipients = 0; ///< of the envelope; 0 with a shared key
    Claims claims{};            ///< of the envelope
};

/// Takes a signed message apart and verifies it: a signer of the keyring, for this topic, at `now`,
/// for us and for this envelope. Gives the message and puts the signer into the verdict; otherwise
/// none, and the verdict says why.
std::optional<Sign1> check_signature(
    ByteView signed_message,
    const ReceivedMessage& message,
    const Opening& opening,
    const keys::Keyring& keyring,
    std::int64_t now,
    Verdict& verdict
);

} // namespace mqttx::cose
