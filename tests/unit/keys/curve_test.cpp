// SPDX-License-Identifier: Apache-2.0
#include "common/keys/curve.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/jwk_set.hpp"
#include "common/keys/thumbprint.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

Secret secret_of(const char* digits) {
    return Secret{*from_hex(digits)};
}

} // namespace

TEST_CASE("X25519 as in RFC 7748 section 6.1") {
    const auto alice =
        secret_of("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    const auto bob = secret_of("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    const auto alice_public = public_key_of(KeyType::x25519, alice);
    const auto bob_public = public_key_of(KeyType::x25519, bob);
    CHECK(
        to_hex(alice_public) == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    );
    CHECK(to_hex(bob_public) == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    const auto shared = agree(alice, bob_public);
    CHECK(
        to_hex(shared.expose()) ==
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    );
    CHECK(shared.equals(agree(bob, alice_public)));
}

TEST_CASE("points of low order give no secret") {
    const auto key = secret_of("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    // RFC 7748 section 6.1 asks for the check; these are the points of order 1, 2, 4 and 8 in
    // canonical form, and two that are beyond the prime.
    for (const char* point :
         {"0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        CAPTURE(point);
        CHECK(agree(key, *from_hex(point)).empty());
    }
}

TEST_CASE("Ed25519 as in RFC 8032 section 7.1") {
    const auto first =
        secret_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const auto first_public = public_key_of(KeyType::ed25519, first);
    CHECK(
        to_hex(first_public) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    );
    CHECK(
        to_hex(sign(first, {})) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
        "f9b46bd25bf5f0595bbe24655141438e7a100b"
    );
    const auto second =
        secret_of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const Bytes message{0x72};
    const auto signature = sign(second, message);
    CHECK(
        to_hex(signature) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
        "f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    );
    const auto second_public = public_key_of(KeyType::ed25519, second);
    CHECK(verify(second_public, message, signature));
    CHECK_FALSE(verify(first_public, message, signature));
    CHECK_FALSE(verify(second_public, {}, signature));
    CHECK_FALSE(verify(second_public, message, ByteView{signature}.first(63)));
}

TEST_CASE("the thumbprint of RFC 8037 appendix A.3") {
    const std::string jwk =
        R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
        R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
    const auto set = parse_jwk_set(as_bytes(jwk), "a.jwk");
    CHECK(
        to_base64url(thumbprint(set.keys.at(0))) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    CHECK(set.keys.at(0).kid == "kPrK_qmx");
}

TEST_CASE("a new key pair belongs together and is named by its thumbprint") {
    for (const auto type : {KeyType::x25519, KeyType::ed25519}) {
        const auto key = generate_pair(type);
        CHECK(ByteView{public_key_of(type, key.secret)}.size() == key.public_key.size());
        CHECK(to_hex(public_key_of(type, key.secret)) == to_hex(key.public_key));
        CHECK(key.kid == kid_of(key));
        CHECK(key.kid.size() == 8);
        CHECK_FALSE(generate_pair(type).is_same_key(key));
    }
}
