// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/sealer.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <set>
#include <string>
#include <vector>

using namespace mqttx;
using namespace mqttx::cose;
using keys::Algorithm;

namespace {

constexpr std::int64_t now = 1'800'000'000;

keys::Key make_key(Algorithm algorithm, std::string kid = "k234567") {
    keys::Key key;
    key.kid = std::move(kid);
    key.algorithm = algorithm;
    key.secret = Secret{Bytes(keys::sizes_of(algorithm).key, 1)};
    return key;
}

Encrypt0 read(const Bytes& envelope) {
    Encrypt0 message;
    REQUIRE_FALSE(read_encrypt0(envelope, message));
    return message;
}

std::size_t overhead(Sealer& sealer, const keys::Key& key, std::size_t size) {
    return sealer.seal(key, "a", Bytes(size, 'x'), now).size() - size;
}

} // namespace

TEST_CASE("an envelope names key, algorithm, time and number") {
    Sealer sealer;
    for (const auto algorithm :
         {Algorithm::a128gcm,
          Algorithm::a256gcm,
          Algorithm::chacha20_poly1305,
          Algorithm::aes_ccm_16_64_128}) {
        const auto key = make_key(algorithm, std::string{keys::name_of(algorithm)});
        const auto envelope = sealer.seal(key, "a", as_bytes("x"), now, "text/plain");
        const auto message = read(envelope);
        CHECK(message.headers.algorithm == static_cast<std::int64_t>(algorithm));
        CHECK(as_text(*message.headers.kid) == key.kid);
        CHECK(message.headers.iv->size() == keys::sizes_of(algorithm).nonce);
        CHECK(message.headers.claims.issued_at == now);
        CHECK(message.headers.content_type == ContentType{"text/plain"});
        CHECK(message.ciphertext.size() == 1 + keys::sizes_of(algorithm).tag);
    }
}

TEST_CASE("one session for all topics, a counter from 0 for each") {
    Sealer sealer;
    const auto key = make_key(Algorithm::a256gcm);
    const auto id_on = [&](std::string_view topic) {
        return *read(sealer.seal(key, topic, {}, now)).headers.claims.id;
    };
    const auto first = id_on("a");
    CHECK(first.counter == 0);
    CHECK(id_on("a").counter == 1);
    CHECK(id_on("b").counter == 0);
    CHECK(id_on("a").counter == 2);
    CHECK(id_on("b").session == first.session);
    Sealer another;
    CHECK(read(another.seal(key, "a", {}, now)).headers.claims.id->session != first.session);
}

TEST_CASE("no IV comes twice") {
    Sealer sealer;
    const auto key = make_key(Algorithm::aes_ccm_16_64_128);
    std::set<Bytes> seen;
    for (int count = 0; count < 1000; ++count) {
        const auto envelope = sealer.seal(key, "a", {}, now);
        const auto iv = *read(envelope).headers.iv;
        CHECK(seen.insert(Bytes(iv.begin(), iv.end())).second);
    }
}

TEST_CASE("the constrained mode costs 42 bytes up to a payload of 247, and 45 at most") {
    auto key = make_key(Algorithm::aes_ccm_16_64_128, "8 bytes.");
    key.policy.freshness_waived = true;
    Sealer sealer;
    CHECK(overhead(sealer, key, 0) <= 42);
    CHECK(overhead(sealer, key, 20) == 42);
    CHECK(overhead(sealer, key, 247) == 42);
    CHECK(overhead(sealer, key, 248) == 43);
    CHECK(overhead(sealer, key, 65'535) <= 45);
    CHECK_FALSE(read(sealer.seal(key, "a", {}, now)).headers.claims.id);
}

TEST_CASE("the claims are left out by the constrained mode alone") {
    Sealer sealer;
    CHECK(read(sealer.seal(make_key(Algorithm::aes_ccm_16_64_128), "a", {}, now)).headers.claims.id
    );
    auto key = make_key(Algorithm::a256gcm);
    key.policy.freshness_waived = true;
    CHECK(read(sealer.seal(key, "a", {}, now)).headers.claims.id);
}

TEST_CASE("AES-CCM carries 65,535 bytes and no more, the others more") {
    Sealer sealer;
    const auto ccm = make_key(Algorithm::aes_ccm_16_64_128);
    CHECK(sealer.seal(ccm, "a", Bytes(65'535), now).size() > 65'535);
    try {
        static_cast<void>(sealer.seal(ccm, "a", Bytes(65'536), now));
        FAIL("sealed");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::payload);
        CHECK(error.facts().payload_reason == "too-large");
    }
    CHECK(
        sealer.seal(make_key(Algorithm::a256gcm, "other"), "a", Bytes(100'000), now).size() >
        100'000
    );
}

TEST_CASE("a new session begins where the topics would be too many to remember") {
    Sealer sealer;
    const auto key = make_key(Algorithm::a128gcm);
    const auto first = *read(sealer.seal(key, "0", {}, now)).headers.claims.id;
    for (int topic = 1; topic < 65'536; ++topic) {
        static_cast<void>(sealer.seal(key, std::to_string(topic), {}, now));
    }
    CHECK(read(sealer.seal(key, "0", {}, now)).headers.claims.id->counter == 1);
    const auto next = *read(sealer.seal(key, "one more", {}, now)).headers.claims.id;
    CHECK(next.session != first.session);
    CHECK(next.counter == 0);
    CHECK(read(sealer.seal(key, "0", {}, now)).headers.claims.id->counter == 0);
}
