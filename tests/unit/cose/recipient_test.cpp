// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/cose/aead.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/recipient.hpp"
#include "common/keys/derivation.hpp"
#include "common/keys/generate.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

std::string fault_of(const std::string& digits) {
    Encrypt message;
    return std::string{read_encrypt(*from_hex(digits), message).value_or("none")};
}

/// A COSE_Encrypt with these recipients; its content is nothing.
std::string around(const std::string& recipients) {
    return "d8608443a10103a1054c00000000000000000000000040" + recipients;
}

} // namespace

TEST_CASE("the key wrap of RFC 3394 section 4.6") {
    const Secret wrapping_key{
        *from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")};
    const Secret key{*from_hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f")};
    const auto wrapped = wrap_key(wrapping_key, key);
    CHECK(
        to_hex(wrapped) ==
        "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"
    );
    CHECK(unwrap_key(wrapping_key, wrapped).equals(key));
    auto damaged = wrapped;
    damaged[5] ^= 1;
    CHECK(unwrap_key(wrapping_key, damaged).empty());
    CHECK(unwrap_key(wrapping_key, ByteView{wrapped}.first(39)).empty());
    CHECK(unwrap_key(wrapping_key, {}).empty());
}

TEST_CASE("the other key wraps of RFC 3394 section 4") {
    const auto wrapping_key =
        *from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const auto key = *from_hex("00112233445566778899aabbccddeeff0001020304050607");

    struct Vector {
        std::size_t wrapping_size;
        std::size_t size;
        std::string_view wrapped;
    };

    for (const auto& [wrapping_size, size, expected] :
         {Vector{16, 16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
          Vector{24, 16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"},
          Vector{32, 16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"},
          Vector{24, 24, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"},
          Vector{32, 24, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"}}) {
        CAPTURE(expected);
        const Secret with{ByteView{wrapping_key}.first(wrapping_size)};
        const Secret content{ByteView{key}.first(size)};
        const auto wrapped = wrap_key(with, content);
        CHECK(to_hex(wrapped) == expected);
        CHECK(unwrap_key(with, wrapped).equals(content));
    }
}

TEST_CASE("the context of a key derivation has its four parts") {
    CHECK(
        to_hex(kdf_context(3, 32, *from_hex("a1013818"))) ==
        "840383f6f6f683f6f6f68219010044a1013818"
    );
}

TEST_CASE("a public key of low order is refused when sealing") {
    auto key = keys::generate_pair(keys::KeyType::x25519);
    key.public_key.assign(32, 0);
    Bytes out;
    cbor::Writer writer{out};
    CHECK_THROWS_AS(write_direct_recipient(writer, key, keys::Algorithm::a256gcm), Error);
}

// "X25519-hkdf-256-direct-01" of the examples of the COSE working group, under the tag of the RFC.
TEST_CASE("the example of the COSE working group opens") {
    const auto envelope = *from_hex(
        "d8608443a10101a1054c9862e02ec874a0df9fb123385824b689a947458211fa99ce0b91694d31286962a6a500"
        "247602bfd2f1e956e8b8208c5b6459818344a1013818a220a40101200421582072fc171c21bf5c682c64d2ef3a"
        "71ac877b40013d3754f63d4c3c3a965f1ba7762358201a553c409ef9dbb9249d91c464e68d9b092b20caa028ce"
        "ec05d0f86fc314ca8204485832353531392d3140"
    );
    Encrypt message;
    REQUIRE_FALSE(read_encrypt(envelope, message));
    const auto& recipient = message.recipients.at(0);
    CHECK(as_text(recipient.headers.kid.value()) == "X25519-1");
    CHECK(recipient.headers.algorithm == direct_agreement);
    // Its private key is not the one of its public key, so that the shared secret is taken from it.
    const Secret shared{
        *from_hex("b5da948f36b6847add95bbe6dc0ad254222f3a7040e9fad6acb335928917db7f")};
    const auto context = kdf_context(1, 16, recipient.protected_bucket);
    CHECK(to_hex(context) == "840183f6f6f683f6f6f682188044a1013818");
    const auto key = keys::hkdf(shared, context, 16);
    CHECK(to_hex(key.expose()) == "ff38572d1ebe0abeac5eee1f48f9ca64");
    const auto aad = encrypt_associated_data(message.content.protected_bucket, {});
    CHECK(to_hex(aad) == "8367456e637279707443a1010140");
    const auto plaintext = Aead{keys::Algorithm::a128gcm, key, Aead::Use::open}.open(
        message.content.headers.iv.value(), aad, message.content.ciphertext
    );
    REQUIRE(plaintext);
    CHECK(as_text(*plaintext) == "This is the content.");
}

TEST_CASE("an envelope for nobody, or for somebody in a wrong way, is refused") {
    const std::string point = "0101200421582009" + std::string(62, '0');
    const auto one = [&](const std::string& headers, const std::string& rest) {
        return "8344" + std::string{"a1013818"} + headers + rest;
    };
    const std::string good = one("a120a3" + point, "40");
    CHECK(fault_of(around("81" + good)) == "none");
    CHECK(fault_of(around("80")).find("1 to 64 recipients") != std::string::npos);
    CHECK(fault_of(around("40")).find("1 to 64 recipients") != std::string::npos);
    CHECK(fault_of(around("82" + good + good)).find("one recipient only") != std::string::npos);
    CHECK(
        fault_of(around("81" + one("a120a3" + point, "4101"))).find("encrypted too") !=
        std::string::npos
    );
    CHECK(fault_of(around("8101")).find("no array of three") != std::string::npos);
    CHECK(fault_of(around("81830140")).find("cut short") != std::string::npos);
    CHECK(fault_of(around("818301a040")).find("no byte string") != std::string::npos);
    CHECK(fault_of(around("818344a1013818a020")).find("no byte string") != std::string::npos);
    CHECK(fault_of(around("81" + one("a12001", "40"))).find("no X25519 key") != std::string::npos);
    // The highest bit of the point, which X25519 does not look at.
    auto high = point;
    high[high.size() - 2] = '8';
    CHECK(
        fault_of(around("81" + one("a120a3" + high, "40"))).find("no X25519 key") !=
        std::string::npos
    );
}
