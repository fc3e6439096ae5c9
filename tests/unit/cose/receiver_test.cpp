// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/generate.hpp"
#include "tests/unit/cose/sender_and_receiver.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;
using namespace mqttx::cose;

TEST_CASE("what one machine seals the other opens") {
    Pair pair{make_key("k1", 1)};
    const auto envelope = pair.sealer.seal(
        pair.ring.keys().front(), "plant/a", as_bytes("21.5 C"), noon, ContentType{50}
    );
    const auto verdict = pair.receive("plant/a", envelope, noon + 10);
    CHECK(verdict.status == Status::sealed);
    CHECK(as_text(verdict.plaintext) == "21.5 C");
    CHECK(verdict.kid == "k1");
    CHECK(verdict.issued_at == noon);
    CHECK(verdict.content_type == ContentType{50});
    CHECK(verdict.notes.empty());
    CHECK(as_text(verdict.content(envelope)) == "21.5 C");
}

TEST_CASE("an empty plaintext is a sealed message, an empty payload is nobody's") {
    Pair pair{make_key("k1", 1)};
    const auto verdict = pair.receive("plant/a", pair.seal("plant/a", ""));
    CHECK(verdict.status == Status::sealed);
    CHECK(verdict.plaintext.empty());
    CHECK(pair.receive("plant/a", {}).status == Status::empty);
}

TEST_CASE("every change of a single bit is refused") {
    Pair pair{make_key("k1", 1)};
    const auto envelope = pair.seal("plant/a", "21.5 C");
    for (std::size_t bit = 0; bit < envelope.size() * 8; ++bit) {
        auto changed = envelope;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ 1U << bit % 8);
        const auto verdict = pair.receive("plant/a", changed);
        CAPTURE(bit);
        CHECK(verdict.status == Status::refused);
        CHECK(verdict.plaintext.empty());
        CHECK_FALSE(verdict.explanation.empty());
    }
    CHECK(pair.receive("plant/a", envelope).status == Status::sealed);
}

TEST_CASE("a moved message and a foreign key of the same name do not open") {
    Pair pair{make_key("k1", 1)};
    const auto envelope = pair.seal("plant/a", "x");
    CHECK(pair.receive("plant/b", envelope).reason == Reason::auth_failed);
    Pair impostor{make_key("k1", 2)};
    CHECK(impostor.receive("plant/a", envelope).reason == Reason::auth_failed);
}

TEST_CASE("a kid the keyring does not have") {
    Pair pair{make_key("k1", 1)};
    Pair other{make_key("k2", 1, {"#"})};
    const auto verdict = pair.receive("plant/a", other.seal("plant/a", "x"));
    CHECK(verdict.reason == Reason::unknown_kid);
    CHECK(verdict.kid == "k2");
    const auto envelope = other.seal("office/a", "x");
    const auto outside = pair.receive("office/a", envelope);
    CHECK(outside.status == Status::unopened);
    CHECK(outside.content(envelope).size() == envelope.size());
}

TEST_CASE("plain text passes only where no key is") {
    Pair pair{make_key("k1", 1)};
    CHECK(pair.receive("office/a", as_bytes("x")).status == Status::plain);
    CHECK(pair.receive("plant/a", as_bytes("x")).reason == Reason::plaintext_refused);
    auto revoked = make_key("k1", 1);
    revoked.state = keys::KeyState::revoked;
    CHECK(
        Pair{std::move(revoked)}.receive("plant/a", as_bytes("x")).reason ==
        Reason::plaintext_refused
    );

    Pair strict{make_key("k1", 1), {.require_encrypted = true}};
    CHECK(strict.receive("office/a", as_bytes("x")).reason == Reason::plaintext_refused);
    Pair other{make_key("k2", 1, {"#"})};
    CHECK(strict.receive("office/a", other.seal("office/a", "x")).reason == Reason::unknown_kid);
    CHECK(strict.receive("office/a", {}).status == Status::empty);
}

TEST_CASE("what only begins like an envelope is plain where no key is, malformed where one is") {
    Pair pair{make_key("k1", 1)};
    const std::string text = "\xD0\x83 begins with the bytes of tag 16 and an array of three";
    CHECK(pair.receive("office/a", as_bytes(text)).status == Status::plain);
    CHECK(pair.receive("plant/a", as_bytes(text)).reason == Reason::malformed);
}

TEST_CASE("an envelope for recipients is nothing for shared keys") {
    Pair pair{make_key("k1", 1)};
    Sealer sealer;
    const auto recipient = keys::generate_pair(keys::KeyType::x25519);
    const auto message = sealer.seal({.recipients = {&recipient}}, "plant/a", as_bytes("hi"), noon);
    CHECK(pair.receive("plant/a", message).reason == Reason::unknown_kid);
    CHECK(pair.receive("office/a", message).status == Status::unopened);
}

TEST_CASE("a key in its last days") {
    auto key = make_key("k1", 1);
    key.seals_until = noon - 1000;
    key.opens_until = noon;
    key.state = keys::KeyState::decrypt_only;
    Pair pair{std::move(key)};
    const auto envelope = pair.seal("plant/a", "x", noon - 1);
    CHECK(pair.receive("plant/a", envelope, noon).reason == Reason::key_expired);
    CHECK(pair.receive("plant/a", envelope, noon - 1).status == Status::sealed);
}

TEST_CASE("a revoked key opens nothing, a key for other topics not here") {
    auto key = make_key("k1", 1);
    key.state = keys::KeyState::revoked;
    Pair revoked{std::move(key)};
    CHECK(revoked.receive("plant/a", revoked.seal("plant/a", "x")).reason == Reason::key_revoked);
    Pair pair{make_key("k1", 1)};
    CHECK(
        pair.receive("office/a", pair.seal("office/a", "x")).reason ==
        Reason::topic_not_allowed_for_key
    );
}

TEST_CASE("the algorithm must be protected and the key's own") {
    Pair pair{make_key("k1", 1)};
    const auto& key = pair.ring.keys().front();
    Headers headers{.algorithm = 24, .kid = as_bytes("k1")};
    CHECK(
        pair.receive("plant/a", other_envelope(headers, key, "plant/a")).reason ==
        Reason::alg_not_allowed
    );
    // 16([h'', {1: 3, 4: 'k1', 5: 12 bytes}, 18 bytes])
    const auto unprotected = *from_hex(
        "d08340a3010304426b31054c0707070707070707070707075200000000000000000000000000000000"
        "0000"
    );
    CHECK(pair.receive("plant/a", unprotected).reason == Reason::alg_not_allowed);
}

TEST_CASE("an IV has the length of the algorithm, a ciphertext at least that of the tag") {
    Pair pair{make_key("k1", 1)};
    // 16([<<{1: 3, 4: 'k1'}>>, {5: 13 bytes}, 16 bytes])
    const auto long_iv = *from_hex(
        "d08347a2010304426b31a1054d070707070707070707070707075000000000000000000000000000000000"
    );
    CHECK(pair.receive("plant/a", long_iv).reason == Reason::malformed);
    const auto no_iv = *from_hex("d08347a2010304426b31a05000000000000000000000000000000000");
    CHECK(pair.receive("plant/a", no_iv).reason == Reason::malformed);
    const auto no_tag = *from_hex(
        "d08347a2010304426b31a1054c0707070707070707070707074f000000000000000000000000000000"
    );
    CHECK(pair.receive("plant/a", no_tag).reason == Reason::malformed);
}

TEST_CASE("a key that demands signatures neither seals nor opens without") {
    auto key = make_key("k1", 1);
    key.policy.signature_required = true;
    Pair demanding{std::move(key)};
    CHECK_THROWS_AS(demanding.seal("plant/a", "x"), Error);
    Pair pair{make_key("k1", 1)};
    CHECK(
        demanding.receive("plant/a", pair.seal("plant/a", "x")).reason == Reason::unsigned_refused
    );
}
