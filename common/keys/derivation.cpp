// SPDX-License-Identifier: Apache-2.0
#include "common/keys/derivation.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/random.hpp"

#include <botan/hash.h>
#include <botan/kdf.h>
#include <botan/pwdhash.h>

#include <algorithm>

namespace mqttx::keys {

namespace {

constexpr std::size_t memory_in_kib = 65'536;
constexpr std::size_t passes = 3;
constexpr std::size_t lanes = 1;
constexpr std::size_t committed_kid_size = 16;

void require_name(std::string_view what, std::string_view name) {
    if (name.empty() || name.find('\0') != std::string_view::npos) {
        throw Error{
            ErrorKind::usage, cat("the ", what, name.empty() ? " is empty" : " has a NUL in it")};
    }
}

/// The first 16 bytes of SHA-256 over the parts with a NUL between each two.
template <typename... Parts> Salt hashed_salt(std::string_view label, const Parts&... parts) {
    const auto hash = Botan::HashFunction::create_or_throw("SHA-256");
    hash->update(std::string{label});
    ((hash->update(std::uint8_t{0}), hash->update(std::string{parts})), ...);
    std::array<std::uint8_t, 32> digest{};
    hash->final(digest.data());
    Salt salt{};
    std::copy_n(digest.begin(), salt.size(), salt.begin());
    return salt;
}

/// CBOR ["mqtt-e2e/1", purpose, algorithm]; both texts and the number are short.
Bytes derivation_info(std::string_view purpose, Algorithm algorithm) {
    Bytes info{0x83};
    const auto add_text = [&](std::string_view text) {
        info.push_back(static_cast<std::uint8_t>(0x60U + text.size()));
        info.insert(info.end(), text.begin(), text.end());
    };
    add_text("mqtt-e2e/1");
    add_text(purpose);
    constexpr std::uint8_t byte_follows = 24;
    const auto number = static_cast<std::uint8_t>(algorithm);
    if (number >= byte_follows) {
        info.push_back(byte_follows);
    }
    info.push_back(number);
    return info;
}

Secret derive_with(
    const char* function, const Secret& secret, ByteView info, std::size_t size, ByteView salt = {}
) {
    const auto kdf = Botan::KDF::create_or_throw(function);
    const auto key = secret.expose();
    Secret out{size};
    const auto bytes = out.expose_for_writing();
    kdf->kdf(
        bytes.data(),
        size,
        key.data(),
        key.size(),
        salt.data(),
        salt.size(),
        info.data(),
        info.size()
    );
    return out;
}

} // namespace

Secret argon2id(const Secret& password, const Salt& salt) {
    const auto family = Botan::PasswordHashFamily::create_or_throw("Argon2id");
    Secret hash{32};
    const auto out = hash.expose_for_writing();
    const auto text = password.expose_text();
    family->from_params(memory_in_kib, passes, lanes)
        ->derive_key(out.data(), out.size(), text.data(), text.size(), salt.data(), salt.size());
    return hash;
}

Secret hkdf_expand(const Secret& pseudorandom_key, ByteView info, std::size_t size) {
    return derive_with("HKDF-Expand(SHA-256)", pseudorandom_key, info, size);
}

Secret hkdf(const Secret& secret, ByteView info, std::size_t size, ByteView salt) {
    return derive_with("HKDF(SHA-256)", secret, info, size, salt);
}

Salt salt_of_realm(std::string_view realm) {
    require_name("realm", realm);
    return hashed_salt("mqttx-pp-v1", realm);
}

Secret generate_passphrase() {
    // Without the letters and digits that look alike.
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
    static_assert(letters.size() == 32);
    constexpr std::size_t group = 4;
    constexpr std::size_t groups = 6;
    std::array<std::uint8_t, group * groups> random{};
    fill_random(random);
    Secret text{random.size() + groups - 1};
    const auto out = text.expose_for_writing();
    for (std::size_t at = 0, to = 0; at < random.size(); ++at) {
        if (at != 0 && at % group == 0) {
            out[to++] = '-';
        }
        out[to++] = static_cast<std::uint8_t>(letters[random.at(at) % letters.size()]);
    }
    wipe(random);
    return text;
}

Key key_from_passphrase(const Secret& passphrase, const Salt& salt, Algorithm algorithm) {
    const Secret root = argon2id(passphrase, salt);
    Key key;
    key.algorithm = algorithm;
    key.secret = hkdf_expand(root, derivation_info("key", algorithm), sizes_of(algorithm).key);
    const auto kid = hkdf_expand(root, derivation_info("kid", algorithm), committed_kid_size);
    key.kid = to_base64url(kid.expose());
    return key;
}

Secret password_verifier(const Secret& password, std::string_view realm, std::string_view user) {
    require_name("realm", realm);
    require_name("user name", user);
    std::string text =
        to_base64url(argon2id(password, hashed_salt("mqttx-pw-v1", realm, user)).expose());
    return Secret::take(text);
}

} // namespace mqttx::keys
