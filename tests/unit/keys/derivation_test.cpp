// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/derivation.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

Secret secret(std::string_view text) {
    return Secret{as_bytes(text)};
}

bool is_strong(std::string_view text) {
    try {
        require_strong(secret(text));
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::usage);
        return false;
    }
    return true;
}

} // namespace

// The expected values were computed with another implementation of Argon2, HMAC and CBOR
// (argon2-cffi and the standard library of Python).
TEST_CASE("passphrase, salt and algorithm give a key and its kid") {
    const auto words = secret("correct horse battery staple");
    const auto by_realm = key_from_passphrase(words, salt_of_realm("home"), Algorithm::a256gcm);
    CHECK(to_base64url(by_realm.secret.expose()) == "VyifBh8bMHo9w758rvgGjn3gOwQa4g9zeCghrI8grH8");
    CHECK(by_realm.kid == "FoblSUg9GsQ9oFE_EIVNpg");
    Salt salt{};
    for (std::size_t at = 0; at < salt.size(); ++at) {
        salt.at(at) = static_cast<std::uint8_t>(at);
    }
    const auto by_salt = key_from_passphrase(words, salt, Algorithm::chacha20_poly1305);
    CHECK(to_base64url(by_salt.secret.expose()) == "EjDh-f2br_QjN5zCrYUHKpT4Mn4ehggj-RlcGhMtRcQ");
    CHECK(by_salt.kid == "qHp4LfOtJg8OojtJirOl_A");
}

TEST_CASE("what is sent in place of a password depends on realm and user") {
    const auto word = secret("secret word");
    CHECK(
        password_verifier(word, "plant", "alice").expose_text() ==
        "F8ctRPg-1Mu9-VpRZ5imXCx8tCKKFuf2mdTFlRfBZTU"
    );
    CHECK_THROWS_AS(password_verifier(word, "", "alice"), Error);
    CHECK_THROWS_AS(password_verifier(word, std::string_view{"a\0b", 3}, "alice"), Error);
    CHECK_THROWS_AS(password_verifier(word, "plant", std::string_view{"a\0b", 3}), Error);
}

TEST_CASE("HKDF-Expand as in RFC 5869 appendix A.1") {
    const auto key =
        Secret{*from_hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")};
    CHECK(
        to_hex(hkdf_expand(key, *from_hex("f0f1f2f3f4f5f6f7f8f9"), 42).expose()) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    );
}

TEST_CASE("a passphrase that is short, repeats or counts is refused") {
    CHECK(is_strong("correct horse battery staple"));
    CHECK(is_strong("k7mq-2xtd-9rwv-pn4c"));
    CHECK(is_strong("\xC3\xA5\xC3\xA4\xC3\xB6 och n\xC3\xA5got mer"));
    CHECK_FALSE(is_strong(""));
    CHECK_FALSE(is_strong("fifteen letters"));
    CHECK_FALSE(is_strong("aaaaaaaaaaaaaaaaaaaaaaaa"));
    CHECK_FALSE(is_strong("abababababababababab"));
    CHECK_FALSE(is_strong("horsehorsehorsehorse"));
    CHECK_FALSE(is_strong("abcdefghijklmnop"));
    CHECK_FALSE(is_strong("9876543210987654"));
    // Sixteen bytes, but eight characters.
    CHECK_FALSE(is_strong("\xC3\xA5\xC3\xA4\xC3\xB6\xC3\xA9\xC3\xBC\xC3\xB1\xC3\xA7\xC3\xA0"));
}

TEST_CASE("a new passphrase is strong and new") {
    const auto one = generate_passphrase();
    CHECK(one.size() == 29);
    CHECK(is_strong(one.expose_text()));
    CHECK_FALSE(one.equals(generate_passphrase()));
}

TEST_CASE("two ways to write a letter are one") {
    CHECK(normalize_passphrase(secret("o\xCC\x88")).expose_text() == "\xC3\xB6");
    CHECK(normalize_passphrase(secret("")).empty());
    CHECK_THROWS_AS(normalize_passphrase(secret("\xFF")), Error);
}
