// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/keyring.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

constexpr std::int64_t now = 1'000'000;

Key make_key(std::string kid, std::vector<std::string> topics, std::uint8_t fill = 1) {
    Key key;
    key.kid = std::move(kid);
    key.secret = Secret{Bytes(32, fill)};
    key.topics = std::move(topics);
    return key;
}

template <typename... Keys> Keyring ring_of(Keys... keys) {
    std::vector<Key> list;
    (list.push_back(std::move(keys)), ...);
    Keyring ring;
    ring.add(std::move(list), "test");
    return ring;
}

std::string
chosen(const Keyring& ring, std::string_view topic, std::optional<std::string_view> kid = {}) {
    return ring.choose_for_sealing(topic, kid, now).kid;
}

std::pair<std::string, std::string>
refused(const Keyring& ring, std::string_view topic, std::optional<std::string_view> kid = {}) {
    try {
        return {"chosen", chosen(ring, topic, kid)};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::payload);
        return {error.facts().payload_reason, error.what()};
    }
}

} // namespace

TEST_CASE("the key with the closest filter seals, level by level") {
    const auto ring = ring_of(
        make_key("all", {}),
        make_key("literal-hash", {"a/b/#"}),
        make_key("plus", {"a/+/c"}),
        make_key("exact", {"a/b/c"})
    );
    CHECK(chosen(ring, "a/b/c") == "exact");
    CHECK(chosen(ring, "a/b/d") == "literal-hash");
    CHECK(chosen(ring, "a/x/c") == "plus");
    CHECK(chosen(ring, "z") == "all");
    CHECK(chosen(ring, "a/b/c", "all") == "all");
}

TEST_CASE("literal before plus before hash, the first level that differs decides") {
    const auto ring = ring_of(make_key("plus-first", {"+/b/c"}), make_key("hash-last", {"a/#"}));
    CHECK(chosen(ring, "a/b/c") == "hash-last");
}

TEST_CASE("a key counts with the closest of its filters") {
    const auto ring = ring_of(make_key("one", {"#", "a/b"}), make_key("two", {"a/+"}));
    CHECK(chosen(ring, "a/b") == "one");
    CHECK(chosen(ring, "a/c") == "two");
}

TEST_CASE("among equals the latest nbf seals, then the last in the file") {
    auto early = make_key("early", {"a"});
    auto late = make_key("late", {"a"});
    auto future = make_key("future", {"a"});
    late.seals_from = now - 10;
    early.seals_from = now - 20;
    future.seals_from = now + 1;
    CHECK(chosen(ring_of(std::move(late), std::move(early), std::move(future)), "a") == "late");
    CHECK(chosen(ring_of(make_key("one", {"a"}), make_key("two", {"a"})), "a") == "two");
}

TEST_CASE("a key seals from nbf until before exp, and while it opens") {
    auto key = make_key("k", {"a"});
    key.seals_from = now;
    key.seals_until = now + 1;
    const auto ring = ring_of(std::move(key));
    CHECK(ring.choose_for_sealing("a", {}, now).kid == "k");
    CHECK_THROWS_AS(static_cast<void>(ring.choose_for_sealing("a", {}, now - 1)), Error);
    CHECK_THROWS_AS(static_cast<void>(ring.choose_for_sealing("a", {}, now + 1)), Error);
}

TEST_CASE("why no key may seal") {
    auto revoked = make_key("revoked", {"a"});
    revoked.state = KeyState::revoked;
    auto old = make_key("old", {"b"});
    old.seals_until = 0;
    auto reader = make_key("reader", {"c"});
    reader.state = KeyState::decrypt_only;
    const auto ring = ring_of(std::move(revoked), std::move(old), std::move(reader));
    using Answer = std::pair<std::string, std::string>;
    CHECK(
        refused(ring, "a") ==
        Answer{"key-revoked", "no key may seal for topic 'a' now: key 'revoked' is revoked"}
    );
    CHECK(
        refused(ring, "b") ==
        Answer{
            "key-expired",
            "no key may seal for topic 'b' now: key 'old' expired at 1970-01-01T00:00:00Z"}
    );
    CHECK(refused(ring, "c").first == "key-expired");
    CHECK(refused(ring, "d") == Answer{"topic-not-allowed-for-key", "no key for topic 'd'"});
    CHECK(
        refused(ring, "b", "reader") ==
        Answer{"topic-not-allowed-for-key", "key 'reader' is not for topic 'b'"}
    );
    CHECK(refused(ring, "a", "nobody") == Answer{"unknown-kid", "no key 'nobody' in the keyring"});
}

TEST_CASE("a topic is protected by a shared key in any state, and by no other") {
    auto revoked = make_key("revoked", {"a/#"});
    revoked.state = KeyState::revoked;
    Key pair;
    pair.type = KeyType::ed25519;
    pair.kid = "signer";
    const auto ring = ring_of(std::move(revoked), std::move(pair));
    CHECK(ring.is_protected("a/b"));
    CHECK_FALSE(ring.is_protected("b"));
    CHECK(ring.find("signer") == nullptr);
    CHECK(ring.find("revoked") != nullptr);
    CHECK_FALSE(ring_of(make_key("all", {})).is_protected("$SYS/broker/version"));
}

TEST_CASE("one kid stands for one key") {
    auto ring = ring_of(make_key("k", {"a"}, 1));
    std::vector<Key> other;
    other.push_back(make_key("k", {"a"}, 2));
    CHECK_THROWS_AS(ring.add(std::move(other), "second file"), Error);
    std::vector<Key> same;
    same.push_back(make_key("k", {"a"}, 1));
    same.back().state = KeyState::decrypt_only;
    same.back().opens_until = 5;
    ring.add(std::move(same), "third file");
    REQUIRE(ring.keys().size() == 1);
    CHECK(ring.keys().front().state == KeyState::decrypt_only);
    CHECK(ring.keys().front().opens_until == 5);
    auto short_key = make_key("k", {"a"}, 1);
    short_key.algorithm = Algorithm::chacha20_poly1305;
    std::vector<Key> third;
    third.push_back(std::move(short_key));
    CHECK_THROWS_AS(ring.add(std::move(third), "fourth file"), Error);
}

TEST_CASE("a new key is random, of the right size, and its kid no option") {
    for (int count = 0; count < 200; ++count) {
        const auto key = generate_symmetric(Algorithm::aes_ccm_16_64_128);
        CHECK(key.kid.size() == 8);
        CHECK(key.kid.front() != '-');
        CHECK(key.secret.size() == 16);
        CHECK_FALSE(key.secret.equals(generate_symmetric(Algorithm::aes_ccm_16_64_128).secret));
    }
}
