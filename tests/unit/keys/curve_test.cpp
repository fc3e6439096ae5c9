// SPDX-License-Identifier: Apache-2.0
#include "common/keys/curve.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/jwk_set.hpp"
#include "common/keys/thumbprint.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <utility>

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

TEST_CASE("X25519 as in RFC 7748 section 5.2") {
    CHECK(
        to_hex(agree(
                   secret_of("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                   *from_hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
        )
                   .expose()) == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
    );
    CHECK(
        to_hex(agree(
                   secret_of("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                   *from_hex("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")
        )
                   .expose()) == "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    );
    Bytes point(32, 0);
    point[0] = 9;
    auto key = point;
    for (int round = 0; round < 1000; ++round) {
        const auto next = agree(Secret{key}, point);
        point = std::exchange(key, Bytes{next.expose().begin(), next.expose().end()});
        if (round == 0) {
            CHECK(
                to_hex(key) == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"
            );
        }
    }
    CHECK(to_hex(key) == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
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

TEST_CASE("Ed25519 as in RFC 8032 section 7.1, of two bytes and of a hash") {
    const auto third =
        secret_of("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    CHECK(
        to_hex(public_key_of(KeyType::ed25519, third)) ==
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    );
    CHECK(
        to_hex(sign(third, Bytes{0xaf, 0x82})) ==
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
        "4dc6594a7c15e9716ed28dc027beceea1ec40a"
    );
    const auto last = secret_of("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    const auto message =
        *from_hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    CHECK(
        to_hex(public_key_of(KeyType::ed25519, last)) ==
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"
    );
    CHECK(
        to_hex(sign(last, message)) ==
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c664"
        "31e0303dca179c138ac17ad9bef1177331a704"
    );
}

TEST_CASE("the signature of RFC 8037 appendix A.4, and the agreement of A.6") {
    const auto pair = parse_jwk_set(
        as_bytes(
            R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
            R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"
        ),
        "a.jwk"
    );
    const auto signature = sign(
        pair.keys.at(0).secret, as_bytes("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc")
    );
    CHECK(
        to_base64url(signature) ==
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    );
    const auto bob = parse_jwk_set(
        as_bytes(
            R"({"kty":"OKP","crv":"X25519","kid":"Bob","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"})"
        ),
        "bob.jwk"
    );
    CHECK(
        to_hex(agree(
                   secret_of("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
                   bob.keys.at(0).public_key
        )
                   .expose()) == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    );
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
