// SPDX-License-Identifier: Apache-2.0
#include "common/cose/generic.hpp"
#include "common/keys/jwk_set.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

constexpr std::string_view keys_of_others = R"({"keys": [
  {"kty": "oct", "kid": "c2", "k": "AgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ", "alg": "A192GCM"},
  {"kty": "oct", "kid": "c30", "k": "Hh8gISIjJCUmJygpKissLQ", "cose_alg": 30},
  {"kty": "oct", "kid": "c31", "k": "HyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4", "cose_alg": 31},
  {"kty": "oct", "kid": "w16", "alg": "A128KW", "k": "MDEyMzQ1Njc4OTo7PD0-Pw"},
  {"kty": "oct", "kid": "w24", "alg": "A192KW", "k": "MDEyMzQ1Njc4OTo7PD0-P0BBQkNERUZH"},
  {"kty": "oct", "kid": "w32", "alg": "A256KW", "k": "MDEyMzQ1Njc4OTo7PD0-P0BBQkNERUZHSElKS0xNTk8"},
  {"kty": "EC", "crv": "P-256", "kid": "p256", "x": "t549fc-j8RGB9G8kevVsBnsO9TJQ_BjpvoLCPm-DP-4", "y": "iSRwQWN6hkQvRYt4pcQ5YLuszD6xTInlrpra9PeUVTA", "d": "UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8"},
  {"kty": "OKP", "crv": "X25519", "kid": "x25519", "x": "Z13VdO13iTELPS52gfN5C0ZsdzsVIf7PNld5WDcepS8", "d": "YGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn8"},
  {"kty": "OKP", "crv": "Ed25519", "kid": "signer", "name": "press", "x": "JUO5L_EJVRFHatyDadtt3JM2ZaEZeN2hQE7hBmypVZ0"},
  {"kty": "oct", "kid": "sec-48", "alg": "A192GCM", "k": "Dx4tPEtaaXiHlqW0w9Lh8B8uPUxbanmI"},
  {"kty": "oct", "kid": "sec-256", "alg": "ChaCha20Poly1305", "k": "Dx4tPEtaaXiHlqW0w9Lh8B8uPUxbanmIl6a1xNPi8QA"},
  {"kty": "EC", "crv": "P-256", "kid": "meriadoc.brandybuck@buckland.example", "x": "Ze2loSV3wrroKUN_4zhwGhCqo3Xhu1td4QjeQ5wIVR0", "y": "HlLtdXARY_f55A3fnzQbPcm6hgr34Mp8p-nuzQCE0Zw", "d": "r_kHyZ-a06rmxM3yESK84r1otSg-aQcVStkRhA-iCM8"}
]})";

struct Message {
    std::string_view name;
    std::string_view hex;
};

// Made with python3-cryptography and python3-cbor2, external_aad h'c0ffee'.
constexpr std::array made_elsewhere{
    Message{
        "encrypt0 alg 2",
        "d08343a10102a204426332054ca0a1a2a3a4a5a6a7a8a9aaab581e746a784ea4b1e9b349ffbe93366cea8f2e"
        "68fff59f499095f6972bea711c"},
    Message{
        "encrypt0 alg 30",
        "d08344a101181ea20443633330054da0a1a2a3a4a5a6a7a8a9aaabac581e8bccff3b34c5d937ca775c64b618"
        "70f7ca8dba902eaf64e3ea8afe8928c2"},
    Message{
        "encrypt0 alg 31",
        "d08344a101181fa20443633331054da0a1a2a3a4a5a6a7a8a9aaabac581e7ae61158686bd1b6da3fbbb68591"
        "50237085ff198021443524ee4db3a7bb"},
    Message{
        "A128KW",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818340a2012204437731365828f20a17917e046c6d3103ded95385bda99a966cb4a1"
        "ec5e87fd03ae6a216a002523a897484e41de80"},
    Message{
        "A192KW",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818340a2012304437732345828f1e438474a3414538dc2104160739fb8b0977d9bf1"
        "8d3b9d4786ee9cf6c5f93c78eb9bcbae036b90"},
    Message{
        "A256KW",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818340a20124044377333258280468dcb3166d0ea7bd560547c5bc78a93ae6e2e549"
        "1aa7b6c17b1fc230110ca3364334e639236302"},
    Message{
        "p256 -25",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581e3cc4c3f04bc99a3999fea5b60c46d95676100cc0"
        "87768ee0cb88f2db3d88818344a1013818a204447032353620a401022001215820544bffd77cb94e5707541f"
        "eed75dea06e44a57751ce22d5a7a5a7af8cc2fefe7225820fc57c0024b03db164fe15e26b611b3fa74536561"
        "b6924c0660cc30dab7835c7040"},
    Message{
        "p256 -29",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818344a101381ca204447032353620a401022001215820544bffd77cb94e5707541f"
        "eed75dea06e44a57751ce22d5a7a5a7af8cc2fefe7225820fc57c0024b03db164fe15e26b611b3fa74536561"
        "b6924c0660cc30dab7835c70582863ad4547a3709e46ba095c82bb7961ac73a8e5b7410c6fcb5503d37e8409"
        "a0d03b7377130c9ec756"},
    Message{
        "p256 -31",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818344a101381ea204447032353620a401022001215820544bffd77cb94e5707541f"
        "eed75dea06e44a57751ce22d5a7a5a7af8cc2fefe7225820fc57c0024b03db164fe15e26b611b3fa74536561"
        "b6924c0660cc30dab7835c7058282ffd33f14c47a1735689f3f2a9c066c877c64eefac5d02b905485d501c57"
        "eb7eea3c5a54763d6b24"},
    Message{
        "x25519 -25",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581e214d301285ec728c4d1b4cc0517016f06750163f"
        "6d4e2ac02377c8122aca818344a1013818a2044678323535313920a301012004215820493e82fc74464a5926"
        "8817623d2053c5eb8e2cc4a988b4fee179ec6b010d531d40"},
    Message{
        "x25519 -29",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818344a101381ca2044678323535313920a301012004215820493e82fc74464a5926"
        "8817623d2053c5eb8e2cc4a988b4fee179ec6b010d531d5828c3ac825364f769a9ddae35d07940f27978f28e"
        "bd0a28b5b879154d9cf2c11b9b38771791e78922fb"},
    Message{
        "x25519 -31",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581edfa3520bddd036771a79ca0e83e0a3238e8c4487"
        "c82a6d326c1e70c9ce5d818344a101381ea2044678323535313920a301012004215820493e82fc74464a5926"
        "8817623d2053c5eb8e2cc4a988b4fee179ec6b010d531d5828017be40f84d4d93fe4d2b1db7857685b519f09"
        "b904fda66fcd5afdc14c10f6e456ae29bb9f8ba55e"},
    Message{
        "x25519 -25, salt",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581e11f5df0d829340cd184562b0635305817bdae0fc"
        "05443ec9a5218becd2c0818344a1013818a3044678323535313920a301012004215820493e82fc74464a5926"
        "8817623d2053c5eb8e2cc4a988b4fee179ec6b010d531d33506161626263636464656566666767686840"},
    Message{
        "p256 -29, salt and names",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581e184ecb59e4b2ecd9c45fc5df5438e1e7f967579a"
        "05df34afb95e156a099a818344a101381ca504447032353620a40102200121582013503389436c38c8cb1a38"
        "1569d72dcb01bb3b99d105d81ffbdb0e2a15f71a0d225820b15fc2d6ce1cae3f34e5bf216bab21a0482a674f"
        "313723b4dba076fc8e01c992335061616262636364646565666667676868344f6c69676874696e672d636c69"
        "656e74374f6c69676874696e672d7365727665725828ab676f2a860888b5731a11d1ea498b1296f658d44103"
        "0c45730a311640f5c36f5a02f806ed935ae5"},
    Message{
        "x25519 -31, all of it, a nonce as a number",
        "d8608443a10103a1054ca0a1a2a3a4a5a6a7a8a9aaab581e184ecb59e4b2ecd9c45fc5df5438e1e7f967579a"
        "05df34afb95e156a099a818354a401381e34447520696437447620696438194176a6044678323535313920a3"
        "01012004215820493e82fc74464a59268817623d2053c5eb8e2cc4a988b4fee179ec6b010d531d3358200000"
        "00000000000000000000000000000000000000000000000000000000000035073641753818476e6f6e636520"
        "76582873ce0c023df1640d1d4865169a512ce1ffcfa07bebbb92ac16a197e46fe96a24efc5b8ce1f00887d"},
    Message{
        "sign1 -8",
        "d28443a10127a104467369676e65724e66726f6d20656c736577686572655840ba46bcac686e26463361eae5"
        "07dda34a69aa20e79f54090ce7546e03184e357a6c66a7225f91a3af34b8aef3c9a4cb5f6ce7ec28ebefa86f"
        "1c037722f5397d02"},
    Message{
        "sign1 -19",
        "d28443a10132a104467369676e65724e66726f6d20656c736577686572655840f7f85eebf97ecd2774378124"
        "ce0fc4def403b2f625caf52fe6ddd9420b793f93ed4a6404299ff8c67a9c73221194fefec82be99c6f256d64"
        "6df24b270ccc0d08"},
};

// Of the examples of the COSE working group: AES-GCM-02, RFC 9052 appendix C.3.1 (a compressed
// point), p256-wrap-128-01.
constexpr std::array published{
    Message{
        "A192GCM, direct",
        "d8608443a10102a1054c02d1f7e6f26c43d4868d87ce5824134d3b9223a00c1552c77585c157f467f295919d"
        "12124f19f521484c0725410947b4d1ca818340a2012504467365632d343840"},
    Message{
        "P-256, direct",
        "d8608443a10101a1054cc9cf4df2fe6c632bf788641358247adbe2709ca818fb415f1e5df66f4e1a51053ba6"
        "d65a1a0c52a357da7a644b8070a151b0818344a1013818a220a40102200121582098f50a4ff6c05861c8860d"
        "13a638ea56c3f5ad7590bbfbf054e1c7b4d91d628022f50458246d65726961646f632e6272616e6479627563"
        "6b406275636b6c616e642e6578616d706c6540"},
    Message{
        "P-256, A128KW",
        "d8608443a10101a1054c02d1f7e6f26c43d4868d87ce582464f84d913ba60a76070a9a48f26e97e863e28529"
        "48658f0811139868826e89218a75715b818344a101381ca220a401022001215820ecdbcec636cc1408a503bb"
        "f6b7311b900c9aed9c5b71503848c89a07d0ef6f5b225820d6d1586710c02203e4e53b20dc7b233ca4c8b685"
        "3467b9fb8244a3840accd6020458246d65726961646f632e6272616e64796275636b406275636b6c616e642e"
        "6578616d706c655818d23bca11c3f8e35bf6f81412794e159772e946ff4fb31bd1"},
};

keys::Keyring keyring_of(std::string_view json) {
    keys::Keyring keyring;
    keyring.add(keys::parse_jwk_set(as_bytes(json), "others").keys, "others");
    return keyring;
}

Verdict open(std::string_view hex, const GenericOptions& options = {}) {
    static const auto keyring = keyring_of(keys_of_others);
    return open_generic(*from_hex(hex), options, keyring, 1'800'000'000);
}

std::string reason_of(const Verdict& verdict) {
    return verdict.reason ? std::string{word(*verdict.reason)} : "none";
}

std::string changed(std::string_view hex, std::string_view from, std::string_view to) {
    std::string text{hex};
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("messages of other people open without what the profile claims") {
    const auto aad = *from_hex("c0ffee");
    for (const auto& [name, hex] : made_elsewhere) {
        CAPTURE(name);
        const auto verdict = open(hex, {.external_aad = aad});
        CHECK(verdict.explanation == "");
        CHECK(as_text(verdict.plaintext) == "from elsewhere");
        const auto other = open(hex, {.external_aad = ByteView{aad}.first(2)});
        CHECK(reason_of(other) == (name.starts_with("sign1") ? "bad-signature" : "auth-failed"));
        CHECK(other.plaintext.empty());
    }
}

TEST_CASE("the published examples open") {
    for (const auto& [name, hex] : published) {
        CAPTURE(name);
        const auto verdict = open(hex);
        CHECK(verdict.explanation == "");
        CHECK(as_text(verdict.plaintext) == "This is the content.");
    }
}

TEST_CASE("the status says what a message proves") {
    const auto aad = *from_hex("c0ffee");
    const GenericOptions options{.external_aad = aad};
    CHECK(open(made_elsewhere.at(0).hex, options).status == Status::sealed);
    CHECK(open(made_elsewhere.at(3).hex, options).status == Status::sealed);
    CHECK(open(made_elsewhere.at(6).hex, options).status == Status::anonymous);
    const auto verdict = open(made_elsewhere.at(15).hex, options);
    CHECK(verdict.status == Status::signed_);
    CHECK(verdict.signer.value().name == "press");
}

TEST_CASE("a message that names no key, and one without a tag") {
    const auto aad = *from_hex("c0ffee");
    const auto& hex = made_elsewhere.at(0).hex;
    const auto nameless = changed(hex, "a204426332", "a1");
    CHECK(reason_of(open(nameless, {.external_aad = aad})) == "unknown-kid");
    CHECK(reason_of(open(nameless, {.external_aad = aad, .kid = "c30"})) == "alg-not-allowed");
    CHECK(open(nameless, {.external_aad = aad, .kid = "c2"}).status == Status::sealed);
    const auto only = keyring_of(
        R"({"keys":[{"kty":"oct","kid":"x","alg":"A192GCM","k":"AgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ"}]})"
    );
    CHECK(
        open_generic(*from_hex(nameless), {.external_aad = aad}, only, 0).status == Status::sealed
    );
    const auto untagged = hex.substr(2);
    CHECK(reason_of(open(untagged, {.external_aad = aad})) == "not-cose");
    CHECK(
        open(untagged, {.external_aad = aad, .type = MessageType::encrypt0}).status ==
        Status::sealed
    );
    CHECK(
        reason_of(open(untagged, {.external_aad = aad, .type = MessageType::sign1})) == "malformed"
    );
}

TEST_CASE("an algorithm has to be protected, and one of those that are known") {
    CHECK(
        reason_of(open("d08340a20102044263325000112233445566778899aabbccddeeff")) ==
        "alg-not-allowed"
    );
    const auto& wrapped = made_elsewhere.at(5).hex;
    CHECK(reason_of(open(changed(wrapped, "a10103", "a10104"))) == "alg-not-allowed");
    CHECK(reason_of(open(changed(wrapped, "a20124", "a20129"))) == "alg-not-allowed");
    CHECK(reason_of(open(changed(wrapped, "a20124", "a20123"))) == "alg-not-allowed");
    CHECK(
        reason_of(open(changed(made_elsewhere.at(15).hex, "a10127", "a10126"))) == "alg-not-allowed"
    );
    CHECK(
        reason_of(open(changed(made_elsewhere.at(15).hex, "7369676e6572", "7369676e6573"))) ==
        "unknown-signer"
    );
}

TEST_CASE("a salt and the names of the parties go into the key") {
    const auto aad = *from_hex("c0ffee");
    const auto reason = [&](std::size_t at, std::string_view from, std::string_view to) {
        return reason_of(open(changed(made_elsewhere.at(at).hex, from, to), {.external_aad = aad}));
    };
    CHECK(reason(12, "6868", "6869") == "auth-failed"); // the end of the salt
    CHECK(reason(13, "636c69656e74", "636c69656e75") == "auth-failed");
    CHECK(reason(13, "736572766572", "736572766573") == "auth-failed");
    CHECK(reason(13, "344f6c", "354f6c") == "auth-failed"); // a nonce instead
    CHECK(reason(14, "3507", "3508") == "auth-failed");
    CHECK(reason(14, "476e6f6e6365", "476e6f6e6366") == "auth-failed");
    // A text, a number where there has to be a byte string, a list.
    CHECK(reason(12, "335061", "337061") == "malformed");
    CHECK(reason(13, "344f6c", "346f6c") == "malformed");
    CHECK(reason(14, "364175", "361875") == "malformed");
    CHECK(reason(14, "3507", "3580") == "malformed");
    const auto verdict =
        open(changed(made_elsewhere.at(12).hex, "335061", "337061"), {.external_aad = aad});
    CHECK(verdict.explanation.ends_with("a recipient's salt is no byte string"));
}

TEST_CASE("what is no point of the curve agrees on nothing") {
    const auto aad = *from_hex("c0ffee");
    const auto& hex = made_elsewhere.at(6).hex;
    const auto x = std::string{"215820"};
    const auto at = hex.find(x);
    REQUIRE(at != std::string_view::npos);
    std::string other{hex};
    other[at + x.size()] = other[at + x.size()] == '0' ? '1' : '0';
    CHECK(reason_of(open(other, {.external_aad = aad})) == "auth-failed");
}

TEST_CASE("a revoked key opens nothing here either") {
    std::string json{keys_of_others};
    const std::string member = R"("kid": "signer")";
    json.insert(json.find(member), R"("state": "revoked", )");
    const auto keyring = keyring_of(json);
    const auto aad = *from_hex("c0ffee");
    const auto message = *from_hex(made_elsewhere.at(15).hex);
    CHECK(reason_of(open_generic(message, {.external_aad = aad}, keyring, 0)) == "key-revoked");
}
