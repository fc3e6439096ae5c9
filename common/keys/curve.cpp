// SPDX-License-Identifier: Apache-2.0
#include "common/keys/curve.hpp"

#include <botan/curve25519.h>
#include <botan/ed25519.h>

#include <algorithm>

namespace mqttx::keys {

namespace {

constexpr PublicKey x25519_base_point{9};

/// Seed and public key in one, as the library wants to sign with.
struct SigningKey {
    explicit SigningKey(const Secret& seed) {
        Botan::ed25519_gen_keypair(
            public_key.data(), pair.expose_for_writing().data(), seed.expose().data()
        );
    }

    PublicKey public_key{};
    Secret pair{2 * curve_key_size};
};

} // namespace

PublicKey public_key_of(KeyType type, const Secret& private_key) {
    if (type == KeyType::ed25519) {
        return SigningKey{private_key}.public_key;
    }
    PublicKey point{};
    Botan::curve25519_donna(point.data(), private_key.expose().data(), x25519_base_point.data());
    return point;
}

Secret agree(const Secret& private_key, ByteView public_key) {
    Secret shared{curve_key_size};
    const auto bytes = shared.expose_for_writing();
    Botan::curve25519_donna(bytes.data(), private_key.expose().data(), public_key.data());
    std::uint8_t any = 0;
    for (const std::uint8_t byte : bytes) {
        any |= byte;
    }
    return any == 0 ? Secret{} : std::move(shared);
}

Signature sign(const Secret& private_key, ByteView message) {
    const SigningKey key{private_key};
    Signature signature{};
    Botan::ed25519_sign(
        signature.data(), message.data(), message.size(), key.pair.expose().data(), nullptr, 0
    );
    return signature;
}

bool verify(ByteView public_key, ByteView message, ByteView signature) {
    return signature.size() == signature_size && public_key.size() == curve_key_size &&
           Botan::ed25519_verify(
               message.data(), message.size(), signature.data(), public_key.data(), nullptr, 0
           );
}

} // namespace mqttx::keys
