// SPDX-License-Identifier: Apache-2.0
#include "common/cose/aead.hpp"
#include "common/cose/encrypt0.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <string_view>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

/// Opens somebody else's envelope: no topic, no claims.
std::string opened(keys::Algorithm algorithm, std::string_view key, std::string_view hex) {
    const auto payload = *from_hex(hex);
    Encrypt0 message;
    REQUIRE_FALSE(read_encrypt0(payload, message));
    REQUIRE(message.headers.iv);
    CHECK(message.headers.algorithm == static_cast<std::int64_t>(algorithm));
    Aead cipher{algorithm, Secret{*from_hex(key)}, Aead::Use::open};
    const auto associated = encrypt0_associated_data(message.protected_bucket, {});
    const auto plaintext = cipher.open(*message.headers.iv, associated, message.ciphertext);
    REQUIRE(plaintext);
    return std::string{as_text(*plaintext)};
}

/// Why headers are refused: a protected bucket around an encoded map, and an unprotected map.
std::string fault_of(std::string_view protected_map, std::string_view unprotected_map) {
    const auto first = *from_hex(protected_map);
    const auto second = *from_hex(unprotected_map);
    Headers headers;
    return std::string{read_headers(first, second, headers).value_or("accepted")};
}

constexpr std::string_view content = "This is the content.";
constexpr std::string_view key_128 = "849b57219dae48de646d07dbb533566e";
constexpr std::string_view key_256 =
    "0f1e2d3c4b5a69788796a5b4c3d2e1f01f2e3d4c5b6a798897a6b5c4d3e2f100";

} // namespace

TEST_CASE("messages of other people open: RFC 9052 appendix C.4.1, then python3-cryptography's") {
    using keys::Algorithm;
    constexpr auto ccm = Algorithm::aes_ccm_16_64_128;
    const std::string rfc = "d08343a1010aa1054d89f52f65a1c580933b5261a78c581c5974e1b99a3a4cc09a659a"
                            "a2e9e7fff161d38ce71cb45ce460ffb569";
    CHECK(opened(ccm, "849b5786457c1491be3a76dcea6c4271", rfc) == content);
    const std::string other_ccm =
        "d08343a1010aa1054d89f52f65a1c580933b5261a72f581c6899da0a132bd2d2b9"
        "b10915743ee1f7b92a4680e7c51bdbc1b320ea";
    CHECK(opened(ccm, key_128, other_ccm) == content);
    const std::string other_128 =
        "d08343a10101a1054c02d1f7e6f26c43d4868d87ce582460973a94bb2898009ee5"
        "2ecfd9ab1dd25867374b162e2c03568b41f57c3cc16f9166250a";
    CHECK(opened(Algorithm::a128gcm, key_128, other_128) == content);
    const std::string other_256 =
        "d08343a10103a1054c02d1f7e6f26c43d4868d87ce58249d64a5a59a3b04867dcc"
        "f6b8ef82f7d1a3b25ef84eca2bc5d7593a96e943859a9cc24ad3";
    CHECK(opened(Algorithm::a256gcm, key_256, other_256) == content);
    const std::string chacha =
        "d08344a1011818a1054c5c3a9950bd2852f66e6c8d4f5824ca119c45926da993d29b5d"
        "0cac9a84228c7668d492a1b9d7e32020ef21372e74def431b9";
    CHECK(opened(Algorithm::chacha20_poly1305, key_256, chacha) == content);
}

TEST_CASE("the tag and the array announce the type") {
    const auto type_of = [](std::string_view hex) { return announced_type(*from_hex(hex)); };
    CHECK(type_of("d083") == MessageType::encrypt0);
    CHECK(type_of("d284") == MessageType::sign1);
    CHECK(type_of("d86084") == MessageType::encrypt);
    CHECK_FALSE(type_of("d084"));
    CHECK_FALSE(type_of("d183"));
    CHECK_FALSE(type_of("83"));
    CHECK_FALSE(type_of("d0"));
    CHECK_FALSE(type_of(""));
}

TEST_CASE("what stands in the array of three") {
    const auto fault = [](std::string_view hex) {
        Encrypt0 message;
        const auto payload = *from_hex(hex);
        return std::string{read_encrypt0(payload, message).value_or("accepted")};
    };
    CHECK(fault("d08340a040") == "accepted");
    CHECK(fault("d08341a0a040") == "accepted");
    CHECK(fault("d083a0a040") == "its protected bucket is no byte string");
    CHECK(fault("d083408040") == "a header bucket is no map");
    CHECK(fault("d08340a0f6") == "its ciphertext is no byte string");
    CHECK(fault("d0824040") == "it is no array of three under tag 16");
    CHECK(fault("d08340a04000") == "bytes follow its end");
    CHECK(fault("d0834100a040") == "a header bucket is no map");
    CHECK(fault("d08342a0a0a040") == "bytes follow its end");
}

TEST_CASE("headers of the wrong kind, and headers twice") {
    CHECK(fault_of("", "a0") == "accepted");
    CHECK(fault_of("a10103", "a10440") == "accepted");
    CHECK(fault_of("a10440", "a10440") == "a header label occurs twice");
    CHECK(fault_of("a20103616100", "a0") == "accepted");
    CHECK(fault_of("a2010340f6", "a0") == "a header label is neither an integer nor a text");
    CHECK(fault_of("a1016161", "a0") == "its algorithm is no number");
    CHECK(fault_of("a10320", "a0") == "its content type is neither a text nor a number");
    CHECK(fault_of("a10401", "a0") == "its kid is no byte string");
    CHECK(fault_of("", "a10501") == "its IV is no byte string");
    CHECK(fault_of("", "a205400640") == "it has an IV and a Partial IV");
    CHECK(fault_of("a10640", "a10540") == "it has an IV and a Partial IV");
    CHECK(fault_of("a10f80", "a0") == "its claims are no map");
    CHECK(fault_of("a10fa106f93c00", "a0") == "its time is no whole number of seconds");
    CHECK(fault_of("a10fa1074101", "a0") == "its message id is not 12 bytes long");
    CHECK(fault_of("a10fa20100616100", "a0") == "accepted");
}

TEST_CASE("a critical header has to be known and the list protected") {
    CHECK(fault_of("a2028104044161", "a0") == "accepted");
    CHECK(fault_of("a10281182a", "a0") == "it has a critical header that is not known here");
    CHECK(fault_of("a102816161", "a0") == "it has a critical header that is not known here");
    CHECK(fault_of("a10280", "a0") == "its list of critical headers is no list");
    CHECK(fault_of("a10204", "a0") == "its list of critical headers is no list");
    CHECK(fault_of("", "a1028104") == "its list of critical headers is not protected");
}

TEST_CASE("only the protected bucket speaks of algorithm, content type and claims") {
    const auto unprotected = *from_hex("a301030318320fa1061a6b49d200");
    Headers headers;
    CHECK_FALSE(read_headers({}, unprotected, headers));
    CHECK_FALSE(headers.algorithm);
    CHECK_FALSE(headers.content_type);
    CHECK_FALSE(headers.claims.issued_at);
    const auto kid = *from_hex("a1044161");
    CHECK_FALSE(read_headers(kid, *from_hex("a0"), headers));
    REQUIRE(headers.kid);
    CHECK(as_text(*headers.kid) == "a");
}

TEST_CASE("the protected bucket is written in the order of its labels") {
    Headers headers{.algorithm = 3, .content_type = "a", .kid = as_bytes("k")};
    headers.claims = {.issued_at = 1, .id = MessageId{.session = 0x0102030405060708, .counter = 9}};
    Bytes out;
    cbor::Writer writer{out};
    write_protected_bucket(writer, headers);
    CHECK(to_hex(out) == "a4010303616104416b0fa20601074c010203040506070800000009");
    Headers read;
    REQUIRE_FALSE(read_headers(out, *from_hex("a0"), read));
    CHECK(read.content_type == ContentType{"a"});
    CHECK(read.claims.issued_at == 1);
    REQUIRE(read.claims.id);
    CHECK(read.claims.id->session == 0x0102030405060708);
    CHECK(read.claims.id->counter == 9);
}

TEST_CASE("the topic is bound by its name and the name of the profile") {
    CHECK(to_hex(topic_binding("a/b")) == "826a6d7174742d6532652f3163612f62");
}
