// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/sign1.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/key_change.hpp"
#include "tests/unit/cose/sender_and_receiver.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>

using namespace mqttx;
using namespace mqttx::cose;
using keys::KeyType;

namespace {

constexpr std::string_view topic = "plant/1";

keys::Key copy_of(const keys::Key& key) {
    keys::Key copy;
    copy.type = key.type;
    copy.kid = key.kid;
    copy.name = key.name;
    copy.topics = key.topics;
    copy.state = key.state;
    copy.opens_until = key.opens_until;
    copy.policy = key.policy;
    copy.secret = key.secret.duplicate();
    copy.public_key = key.public_key;
    return copy;
}

keys::Key named(keys::Key key, std::string name) {
    key.name = std::move(name);
    return key;
}

/// Everybody's keys, and receivers who have some of them.
struct World {
    keys::Key alice = generate_pair(KeyType::x25519);
    keys::Key bob = generate_pair(KeyType::x25519);
    keys::Key press = named(generate_pair(KeyType::ed25519), "press");
    keys::Key shared = make_key("shared", 3);
    Sealer sealer{};

    Bytes seal(const SealingKeys& keys, std::string_view text = "hi") {
        return sealer.seal(keys, topic, as_bytes(text), noon);
    }
};

keys::Keyring ring_of(std::vector<keys::Key> keys) {
    keys::Keyring ring;
    ring.add(std::move(keys), "test");
    return ring;
}

template <typename... Keys> keys::Keyring ring_with(const Keys&... keys) {
    std::vector<keys::Key> copies;
    (copies.push_back(copy_of(keys)), ...);
    return ring_of(std::move(copies));
}

keys::Key public_half(const keys::Key& pair) {
    auto half = copy_of(pair);
    drop_private_half(half);
    return half;
}

Verdict receive(
    const keys::Keyring& ring,
    ByteView payload,
    const ReceiverOptions& options = {},
    std::string_view on = topic
) {
    Receiver receiver{ring, options};
    return receiver.receive({.topic = on, .payload = payload}, noon);
}

constexpr ReceiverOptions anybody{.allow_anonymous = true};

std::string_view reason_of(const Verdict& verdict) {
    return verdict.reason ? word(*verdict.reason) : "none";
}

} // namespace

TEST_CASE("a message for one opens with his private key alone, and names no sender") {
    World world;
    const auto envelope = world.seal({.recipients = {&world.alice}});
    CHECK(announced_type(envelope) == MessageType::encrypt);
    const auto alice = ring_with(world.alice);
    const auto verdict = receive(alice, envelope, anybody);
    CHECK(verdict.status == Status::anonymous);
    CHECK(as_text(verdict.plaintext) == "hi");
    CHECK(verdict.kid == world.alice.kid);
    CHECK(verdict.issued_at == noon);
    CHECK(reason_of(receive(alice, envelope)) == "anonymous-refused");
    CHECK(receive(alice, envelope).plaintext.empty());

    // Without the private half, and for somebody else, it is for others.
    CHECK(receive(ring_with(public_half(world.alice)), envelope).status == Status::unopened);
    CHECK(receive(ring_with(world.bob), envelope).status == Status::unopened);
    CHECK(
        reason_of(receive(ring_with(world.bob), envelope, {.require_encrypted = true})) ==
        "unknown-kid"
    );
}

TEST_CASE("a message for several opens for each of them") {
    World world;
    const auto envelope = world.seal({.recipients = {&world.alice, &world.bob}});
    for (const auto* key : {&world.alice, &world.bob}) {
        const auto verdict = receive(ring_with(*key), envelope, anybody);
        CHECK(verdict.status == Status::anonymous);
        CHECK(as_text(verdict.plaintext) == "hi");
    }
    CHECK(receive(ring_with(generate_pair(KeyType::x25519)), envelope).status == Status::unopened);
}

TEST_CASE("a signature names the sender in every mode") {
    World world;
    const std::vector<SealingKeys> modes{
        {.shared = &world.shared, .signer = &world.press},
        {.recipients = {&world.alice}, .signer = &world.press},
        {.recipients = {&world.bob, &world.alice}, .signer = &world.press}};
    const auto ring = ring_with(world.alice, world.shared, public_half(world.press));
    const auto stranger = ring_with(world.alice, world.shared);
    for (const auto& mode : modes) {
        const auto envelope = world.sealer.seal(mode, topic, as_bytes("hi"), noon, "text/plain");
        const auto verdict = receive(ring, envelope, {.require_signed = true});
        CHECK(verdict.status == Status::signed_);
        CHECK(as_text(verdict.plaintext) == "hi");
        REQUIRE(verdict.signer);
        CHECK(verdict.signer->name == "press");
        CHECK(verdict.signer->thumbprint == to_base64url(keys::thumbprint(world.press)));
        CHECK(verdict.content_type == ContentType{"text/plain"});
        CHECK(reason_of(receive(stranger, envelope)) == "unknown-signer");
        CHECK(reason_of(receive(ring, envelope, {}, "plant/2")) == "auth-failed");
    }
}

TEST_CASE("signers are believed on their topics and while they are in force") {
    World world;
    const auto envelope = world.seal({.shared = &world.shared, .signer = &world.press});
    auto signer = public_half(world.press);
    signer.topics = {"plant/press/#"};
    CHECK(
        reason_of(receive(ring_with(world.shared, signer), envelope)) ==
        "signer-not-allowed-for-topic"
    );
    signer.topics = {};
    signer.state = keys::KeyState::revoked;
    CHECK(reason_of(receive(ring_with(world.shared, signer), envelope)) == "key-revoked");
    signer.state = keys::KeyState::active;
    signer.opens_until = noon;
    CHECK(reason_of(receive(ring_with(world.shared, signer), envelope)) == "key-expired");
}

TEST_CASE("a recipient's key has topics, a state and an end too") {
    World world;
    const auto envelope = world.seal({.recipients = {&world.alice}});
    auto key = copy_of(world.alice);
    key.topics = {"other/#"};
    CHECK(reason_of(receive(ring_with(key), envelope, anybody)) == "topic-not-allowed-for-key");
    key.topics = {};
    key.state = keys::KeyState::revoked;
    CHECK(reason_of(receive(ring_with(key), envelope, anybody)) == "key-revoked");
}

TEST_CASE("a demand for signatures refuses all else") {
    World world;
    const auto ring = ring_with(world.alice, world.shared);
    const ReceiverOptions strict{.require_signed = true, .allow_anonymous = true};
    CHECK(
        reason_of(receive(ring, world.seal({.shared = &world.shared}), strict)) ==
        "unsigned-refused"
    );
    CHECK(
        reason_of(receive(ring, world.seal({.recipients = {&world.alice}}), strict)) ==
        "unsigned-refused"
    );
    CHECK(reason_of(receive(ring, as_bytes("plain"), strict, "free/topic")) == "plaintext-refused");
    world.shared.policy.signature_required = true;
    CHECK_THROWS_AS(world.seal({.shared = &world.shared}), Error);
    CHECK_NOTHROW(world.seal({.shared = &world.shared, .signer = &world.press}));
}

TEST_CASE("who may open a signed message cannot seal it again for others, or as a new one") {
    World world;
    // Alice takes out what the press signed for her.
    const auto ring = ring_with(world.alice, world.bob, world.shared, public_half(world.press));
    const auto binding_of = [&](const std::vector<const keys::Key*>& to, std::int64_t time) {
        Headers headers{.content_type = sign1_content_type};
        headers.claims = {.issued_at = time, .id = MessageId{1, 0}};
        return std::pair{headers.claims, audience_of(to)};
    };
    const auto [claims, audience] = binding_of({&world.alice}, noon - 60);
    const auto signed_message =
        write_sign1(world.press, topic, {.claims = claims}, audience, as_bytes("hi"));
    for (const auto& keys :
         {SealingKeys{.recipients = {&world.bob}},
          SealingKeys{.recipients = {&world.alice}}, // another time
          SealingKeys{.recipients = {&world.alice, &world.bob}},
          SealingKeys{.shared = &world.shared}}) {
        const auto again =
            world.sealer.seal(keys, topic, signed_message, noon, ContentType{sign1_content_type});
        CHECK(reason_of(receive(ring, again)) == "bad-signature");
    }
}

TEST_CASE("the replay of a signed message is seen by its signer, whichever key it came under") {
    World world;
    const auto ring = ring_with(world.shared, public_half(world.press));
    Receiver receiver{ring, {}};
    const auto envelope = world.seal({.shared = &world.shared, .signer = &world.press});
    CHECK(receiver.receive({topic, envelope}, noon).status == Status::signed_);
    CHECK(reason_of(receiver.receive({topic, envelope}, noon)) == "replayed");
}

TEST_CASE("every bit of every kind of envelope counts") {
    World world;
    const auto ring = ring_with(world.alice, world.shared, public_half(world.press));
    ReceiverOptions options{.require_encrypted = true, .allow_anonymous = true};
    for (const auto& keys :
         {SealingKeys{.shared = &world.shared},
          SealingKeys{.shared = &world.shared, .signer = &world.press},
          SealingKeys{.recipients = {&world.alice}},
          SealingKeys{.recipients = {&world.alice}, .signer = &world.press}}) {
        auto envelope = world.seal(keys);
        REQUIRE(receive(ring, envelope, options).is_opened());
        for (std::size_t bit = 0; bit < 8 * envelope.size(); ++bit) {
            const auto flip = static_cast<std::uint8_t>(1U << bit % 8);
            envelope[bit / 8] ^= flip;
            const auto verdict = receive(ring, envelope, options);
            CAPTURE(bit);
            CHECK(verdict.status == Status::refused);
            CHECK(verdict.plaintext.empty());
            envelope[bit / 8] ^= flip;
        }
        for (std::size_t size = 1; size < envelope.size(); ++size) {
            CHECK(receive(ring, ByteView{envelope}.first(size), options).status == Status::refused);
        }
    }
}

TEST_CASE("of several recipients' parts only our own counts, and all else") {
    World world;
    const auto ring = ring_with(world.alice, public_half(world.press));
    const ReceiverOptions options{.require_encrypted = true};
    auto envelope = world.seal({.recipients = {&world.alice, &world.bob}, .signer = &world.press});
    const auto plaintext = receive(ring, envelope, options).plaintext;
    REQUIRE_FALSE(plaintext.empty());
    // The recipient behind ours is nobody's to authenticate: it is opened by itself alone.
    const auto kid = world.bob.kid;
    const auto behind = std::ranges::search(envelope, as_bytes(kid)).begin() - envelope.begin();
    const auto theirs = static_cast<std::size_t>(behind) - 9;
    for (std::size_t bit = 0; bit < 8 * envelope.size(); ++bit) {
        const auto flip = static_cast<std::uint8_t>(1U << bit % 8);
        envelope[bit / 8] ^= flip;
        const auto verdict = receive(ring, envelope, options);
        CAPTURE(bit);
        if (bit / 8 < theirs) {
            CHECK(verdict.status == Status::refused);
        } else {
            CHECK((verdict.plaintext.empty() || verdict.plaintext == plaintext));
        }
        envelope[bit / 8] ^= flip;
    }
}

TEST_CASE("every bit of a constrained envelope counts") {
    auto key = make_key("dev7", 5);
    key.algorithm = keys::Algorithm::aes_ccm_16_64_128;
    key.secret = Secret{Bytes(16, 5)};
    key.policy.freshness_waived = true;
    Pair pair{std::move(key)};
    auto envelope = pair.seal("plant/a", "21.5");
    REQUIRE(pair.receive("plant/a", envelope).is_opened());
    for (std::size_t bit = 0; bit < 8 * envelope.size(); ++bit) {
        const auto flip = static_cast<std::uint8_t>(1U << bit % 8);
        envelope[bit / 8] ^= flip;
        CAPTURE(bit);
        CHECK(pair.receive("plant/a", envelope).status == Status::refused);
        envelope[bit / 8] ^= flip;
    }
}
