// SPDX-License-Identifier: Apache-2.0
#include "common/cose/generic_keys.hpp"

#include "common/keys/foreign_key.hpp"

#include <utility>

namespace mqttx::cose {

namespace {

using Kind = GenericKey::Kind;

Secret copy_of(const Secret& secret) {
    return Secret{secret.expose()};
}

std::optional<GenericKey> generic(const keys::Key& key) {
    switch (key.type) {
    case keys::KeyType::symmetric:
        return GenericKey{
            Kind::shared,
            key.kid,
            static_cast<std::int64_t>(key.algorithm),
            copy_of(key.secret),
            &key};
    case keys::KeyType::x25519:
        return key.secret.empty() ? std::nullopt
                                  : std::optional{GenericKey{
                                        Kind::x25519, key.kid, {}, copy_of(key.secret), &key}};
    case keys::KeyType::ed25519:
        return GenericKey{Kind::signer, key.kid, {}, {}, &key};
    case keys::KeyType::foreign:
        break;
    }
    auto foreign = keys::read_foreign_key(key);
    if (!foreign) {
        return std::nullopt;
    }
    const bool is_shared = !foreign->symmetric.empty();
    return GenericKey{
        is_shared ? Kind::shared : Kind::p256,
        std::move(foreign->kid),
        foreign->algorithm,
        std::move(is_shared ? foreign->symmetric : foreign->p256),
        &key};
}

} // namespace

GenericKeys::GenericKeys(const keys::Keyring& keyring) {
    for (const auto& key : keyring.keys()) {
        if (auto one = generic(key)) {
            keys_.push_back(*std::move(one));
        }
    }
}

const GenericKey* GenericKeys::find(
    Kind kind, const std::optional<ByteView>& kid, const std::optional<std::string>& wanted
) const {
    const auto name = kid      ? std::optional{as_text(*kid)}
                      : wanted ? std::optional{std::string_view{*wanted}}
                               : std::nullopt;
    const GenericKey* found = nullptr;
    for (const auto& key : keys_) {
        if (key.kind != kind || (name && key.kid != *name)) {
            continue;
        }
        if (found != nullptr) {
            return nullptr; // which of them is not said
        }
        found = &key;
    }
    return found;
}

} // namespace mqttx::cose
