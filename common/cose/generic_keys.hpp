// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/keys/keyring.hpp"

#include <cstdint>
#include <list>
#include <optional>
#include <string>

namespace mqttx::cose {

/// A key as plain COSE sees it.
struct GenericKey {
    enum class Kind : std::uint8_t { shared, x25519, p256, signer };

    Kind kind = Kind::shared;
    std::string kid{};
    std::optional<std::int64_t> algorithm{}; ///< of a shared key; none: any that fits
    Secret secret{};
    const keys::Key* key = nullptr; ///< in the keyring, with its state and dates
};

/// The keys of a keyring that can open or verify something, those kept for others included.
class GenericKeys {
  public:
    explicit GenericKeys(const keys::Keyring& keyring);

    /// The key of this kind that a message names by its kid, or, where it names none, the one that
    /// `wanted` names; without either, the only one of the kind. None when there is no such one.
    [[nodiscard]] const GenericKey* find(
        GenericKey::Kind kind,
        const std::optional<ByteView>& kid,
        const std::optional<std::string>& wanted
    ) const;

  private:
    std::list<GenericKey> keys_{};
};

} // namespace mqttx::cose
