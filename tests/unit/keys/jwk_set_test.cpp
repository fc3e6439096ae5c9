// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/jwk_set.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

// 32 and 16 bytes of 0x01.
const std::string k32 = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
// Its Ed25519 public key.
const std::string x32 = "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w";
const std::string k16 = "AQEBAQEBAQEBAQEBAQEBAQ";

JwkSet parse(std::string_view text) {
    return parse_jwk_set(as_bytes(text), "keys.jwks");
}

/// What is said about a text that is refused.
std::string fault_of(std::string_view text) {
    try {
        parse(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::local);
        return error.what();
    }
    return "accepted";
}

std::string one_key(const std::string& members) {
    return R"({"keys":[{"kty":"oct","kid":"a","alg":"A256GCM","k":")" + k32 + "\"," + members +
           "}]}";
}

} // namespace

TEST_CASE("a shared key with everything it can say") {
    const auto set = parse(one_key(
        R"("name":"Hall 3","topics":["plant/#","+/status"],"nbf":10,"exp":20,"open-until":30,)"
        R"("state":"decrypt-only","sign":"required","max-age":60,"freshness":"none","cose_alg":3)"
    ));
    REQUIRE(set.keys.size() == 1);
    const Key& key = set.keys.front();
    CHECK(key.type == KeyType::symmetric);
    CHECK(key.kid == "a");
    CHECK(key.algorithm == Algorithm::a256gcm);
    CHECK(key.secret.expose().size() == 32);
    CHECK(key.secret.expose()[0] == 1);
    CHECK(key.name == "Hall 3");
    CHECK(key.topics == std::vector<std::string>{"plant/#", "+/status"});
    CHECK(key.seals_from == 10);
    CHECK(key.seals_until == 20);
    CHECK(key.opens_until == 30);
    CHECK(key.state == KeyState::decrypt_only);
    CHECK(key.policy.signature_required);
    CHECK(key.policy.max_age == 60);
    CHECK(key.policy.freshness_waived);
    CHECK(key.other_members.empty());
    CHECK(set.holds_secrets());
}

TEST_CASE("a bare JWK is a set of one") {
    const auto set = parse(R"({"kty":"oct","kid":"a","cose_alg":10,"k":")" + k16 + "\"}");
    REQUIRE(set.keys.size() == 1);
    CHECK(set.keys.front().algorithm == Algorithm::aes_ccm_16_64_128);
    CHECK(set.keys.front().topics.empty());
}

TEST_CASE("the algorithm is said by name, by number, or by both alike") {
    const auto algorithm_of = [](const std::string& members, const std::string& k = k32) {
        const auto set = parse(R"({"kty":"oct","kid":"a",)" + members + R"(,"k":")" + k + "\"}");
        return set.keys.front().algorithm;
    };
    CHECK(algorithm_of(R"("alg":"A128GCM")", k16) == Algorithm::a128gcm);
    CHECK(algorithm_of(R"("cose_alg":24)") == Algorithm::chacha20_poly1305);
    CHECK(
        algorithm_of(R"("alg":"ChaCha20Poly1305","cose_alg":24)") == Algorithm::chacha20_poly1305
    );
    CHECK(
        fault_of(R"({"kty":"oct","kid":"a","k":"AA"})").find("names no algorithm") !=
        std::string::npos
    );
    CHECK(
        fault_of(R"({"kty":"oct","kid":"a","alg":"A256GMC","k":"AA"})").find("not used here") !=
        std::string::npos
    );
    CHECK(
        fault_of(R"({"kty":"oct","kid":"a","alg":"A256GCM","cose_alg":24,"k":"AA"})")
            .find("names two algorithms") != std::string::npos
    );
}

TEST_CASE("each wrong member is named, and no value") {
    CHECK(
        fault_of(one_key(R"("nbf":-1)")) ==
        "key 1 ('a') of 'keys.jwks': member 'nbf' is no whole number from 0"
    );
    CHECK(fault_of(one_key(R"("exp":1.5)")).find("'exp'") != std::string::npos);
    CHECK(fault_of(one_key(R"("exp":"tomorrow")")).find("'exp'") != std::string::npos);
    CHECK(fault_of(one_key(R"("exp":18446744073709551615)")).find("'exp'") != std::string::npos);
    CHECK(fault_of(one_key(R"("state":"asleep")")).find("'state'") != std::string::npos);
    CHECK(fault_of(one_key(R"("sign":true)")).find("'sign'") != std::string::npos);
    CHECK(fault_of(one_key(R"("freshness":"some")")).find("'freshness'") != std::string::npos);
    CHECK(fault_of(one_key(R"("topics":[])")).find("'topics'") != std::string::npos);
    CHECK(fault_of(one_key(R"("topics":"a/#")")).find("'topics'") != std::string::npos);
    CHECK(fault_of(one_key(R"("topics":["a/#/b"])")).find("'a/#/b'") != std::string::npos);
    CHECK(fault_of(one_key(R"("topics":["$share/g/a"])")).find("shared") != std::string::npos);
    CHECK(
        fault_of(R"({"kty":"oct","alg":"A256GCM","k":"AA"})").find("'kid' is missing") !=
        std::string::npos
    );
    CHECK(
        fault_of(R"({"kid":"a","keys":[{"kid":"a"}]})").find("'kty' is missing") !=
        std::string::npos
    );
    CHECK(
        fault_of(R"({"kty":"oct","kid":"a","alg":"A256GCM"})").find("'k' is missing") !=
        std::string::npos
    );
    CHECK(fault_of(R"({"keys":[1]})") == "key 1 of 'keys.jwks': is no JSON object");
    const auto short_key =
        fault_of(R"({"kty":"oct","kid":"a","alg":"A256GCM","k":")" + k16 + "\"}");
    CHECK(short_key.find("'k' has 16 bytes instead of 32") != std::string::npos);
    CHECK(short_key.find(k16) == std::string::npos);
    const auto padded = fault_of(R"({"kty":"oct","kid":"a","alg":"A256GCM","k":")" + k32 + "=\"}");
    CHECK(padded.find("base64url") != std::string::npos);
    CHECK(padded.find(k32) == std::string::npos);
}

TEST_CASE("what is no JWK Set") {
    CHECK(fault_of("").find("no JSON") != std::string::npos);
    CHECK(fault_of("[]") == "'keys.jwks' is no JWK Set: it has no list 'keys'");
    CHECK(fault_of("{}") == "'keys.jwks' is no JWK Set: it has no list 'keys'");
    CHECK(fault_of(R"({"keys":{}})") == "'keys.jwks' is no JWK Set: it has no list 'keys'");
    CHECK(fault_of(R"({"keys":[]})") == "accepted");
    CHECK(fault_of("-----BEGIN PRIVATE KEY-----\n") == "'keys.jwks' is a PEM key, and no JWK Set");
    const auto syntax = fault_of(R"({"k":")" + k32 + "\"x");
    CHECK(syntax.find("the syntax is wrong at byte 51") != std::string::npos);
    CHECK(syntax.find(k32) == std::string::npos);
    CHECK(fault_of("{\"keys\":[],\"x\":\"\xFF\"}").find("syntax") != std::string::npos);
    CHECK(fault_of(R"({"keys":[],"x":1e999})").find("out of range") != std::string::npos);
}

TEST_CASE("two members of one name, deep nesting and size are refused") {
    CHECK(
        fault_of(R"({"keys":[],"keys":[]})") == "cannot use 'keys.jwks': member 'keys' occurs twice"
    );
    CHECK(
        fault_of(one_key(R"("x":{"a":{"b":1,"b":2}})")).find("'b' occurs twice") !=
        std::string::npos
    );
    CHECK(fault_of(one_key(R"("x":{"kid":1},"y":{"kid":1})")) == "accepted");
    const auto nested = [](std::size_t levels) {
        return R"({"keys":[],"x":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
    };
    CHECK(fault_of(nested(15)) == "accepted");
    CHECK(fault_of(nested(16)).find("16 levels") != std::string::npos);
    CHECK(fault_of(nested(400'000)).find("16 levels") != std::string::npos);
    CHECK(
        fault_of(std::string(1024 * 1024 + 1, ' ')).find("larger than 1 MiB") != std::string::npos
    );
}

TEST_CASE("key pairs are read and kept, keys of other kinds kept") {
    const auto set = parse(
        R"({"keys":[{"kty":"OKP","crv":"X25519","kid":"x","x":")" + k32 + R"(","use":"enc"},)" +
        R"({"kty":"OKP","crv":"Ed25519","kid":"e","x":")" + x32 + R"(","d":")" + k32 +
        R"(","topics":["a"]},)" +
        R"({"kty":"OKP","crv":"X448","x":"AA"},{"kty":"EC","crv":"P-256","x":"AA","kid":7}]})"
    );
    REQUIRE(set.keys.size() == 4);
    CHECK(set.keys[0].type == KeyType::x25519);
    CHECK(set.keys[0].public_key == Bytes(32, 1));
    CHECK(set.keys[0].secret.empty());
    CHECK(set.keys[1].type == KeyType::ed25519);
    CHECK(set.keys[1].secret.size() == 32);
    CHECK(set.keys[1].topics == std::vector<std::string>{"a"});
    CHECK(set.keys[2].type == KeyType::foreign);
    CHECK(set.keys[3].type == KeyType::foreign);
}

TEST_CASE("halves that do not belong together are refused, a pair without a kid gets one") {
    const auto half = R"({"kty":"OKP","crv":"X25519","x":")" + x32 + '"';
    CHECK(fault_of(half + R"(,"kid":"a","d":")" + k32 + "\"}").ends_with("do not belong together"));
    CHECK(parse(half + "}").keys.at(0).kid.size() == 8);
    CHECK(parse(half + R"(,"kid":""})").keys.at(0).kid.size() == 8);
}

TEST_CASE("a secret is a secret in whatever kind of key") {
    const std::string x = R"({"kty":"OKP","crv":"Ed25519","x":")" + x32 + '"';
    CHECK_FALSE(parse(x + "}").holds_secrets());
    CHECK(parse(x + R"(,"d":")" + k32 + "\"}").holds_secrets());
    CHECK_FALSE(parse(R"({"kty":"RSA","n":"AA","e":"AQAB"})").holds_secrets());
    CHECK(parse(R"({"kty":"RSA","n":"AA","e":"AQAB","d":"AA"})").holds_secrets());
}

TEST_CASE("what is written is what was read, unknown members included") {
    const std::string text =
        "{\"owner\":{\"name\":\"plant\",\"numbers\":[1,-2,0.5,null]},\"keys\":[\n"
        R"({"kty":"oct","kid":"a","alg":"A256GCM","cose_alg":3,"name":"caf)"
        "\xC3\xA9"
        R"(","topics":["p/#"],"nbf":1,"exp":2,"open-until":3,"state":"revoked","sign":"required","max-age":4,)"
        R"("freshness":"none","key_ops":["encrypt"],"k":")" +
        k32 +
        "\"},\n"
        R"({"kty":"oct","kid":"b","cose_alg":24,"state":"decrypt-only","k":")" +
        k32 +
        "\"},\n"
        R"({"kty":"OKP","crv":"Ed25519","kid":"c","x":")" +
        x32 + R"(","alg":"EdDSA","d":")" + k32 +
        "\"},\n"
        R"({"kty":"EC","crv":"P-256","x":"AA"})"
        "\n]}\n";
    const auto written = write_jwk_set(parse(text));
    CHECK(written.expose_text() == text);
    CHECK(write_jwk_set(JwkSet{}).expose_text() == "{\"keys\":[]}\n");
}
