// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/tls/handles.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::pki {

using tls::KeyHandle;

enum class KeyType { p256, p384, ed25519, rsa2048, rsa3072, rsa4096 };

/// Makes keys of one type, faster than one by one. For one thread.
class KeyMaker {
  public:
    explicit KeyMaker(KeyType type);
    ~KeyMaker();
    KeyMaker(const KeyMaker&) = delete;
    KeyMaker& operator=(const KeyMaker&) = delete;

    [[nodiscard]] KeyHandle make();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A new private key. An RSA key takes from 0.1 to several seconds.
KeyHandle generate_key(KeyType type);

/// PKCS#8 in PEM; with a passphrase encrypted by AES-256-CBC, PBKDF2-SHA-256 with 600,000 rounds
/// (0.1 s).
Secret private_key_pem(const evp_pkey_st* key, const std::optional<Secret>& passphrase);

/// SHA-256 of the public half of an unencrypted key in PEM text, base64 as CertificateFacts::pin;
/// none for anything else.
std::optional<std::string> key_pin_in(ByteView pem);

/// SHA-256 of the public half of a key, base64.
std::string key_pin(const evp_pkey_st* key);

/// "P-256", "RSA 3072", "Ed25519"; "unknown" for null.
std::string describe_key(const evp_pkey_st* key);

} // namespace mqttx::pki
