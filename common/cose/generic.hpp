// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/verdict.hpp"
#include "common/keys/keyring.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Plain COSE (RFC 9052), without what the profile claims: other people's messages.
namespace mqttx::cose {

struct GenericOptions {
    ByteView external_aad{};
    std::optional<std::string> kid{};  ///< the key where the message names none
    std::optional<MessageType> type{}; ///< of a message without a tag
};

/// Opens a COSE_Encrypt0, COSE_Encrypt or COSE_Sign1 at `now` (seconds since 1970). The verdict is
/// sealed (a shared key), anonymous (a key agreement), signed or refused; neither topic, age nor
/// replays play a part. Whatever the message holds, this does not throw over it.
Verdict open_generic(
    ByteView message, const GenericOptions& options, const keys::Keyring& keyring, std::int64_t now
);

} // namespace mqttx::cose
