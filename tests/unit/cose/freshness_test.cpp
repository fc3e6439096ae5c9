// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/cose/sender_and_receiver.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <ostream>

using namespace mqttx;
using namespace mqttx::cose;

TEST_CASE("age counts from the sender's clock, with some skew allowed") {
    Pair pair{make_key("k1", 1)};
    CHECK(pair.receive("plant/a", pair.seal("plant/a", "x"), noon + 300).status == Status::sealed);
    const auto stale = pair.receive("plant/a", pair.seal("plant/a", "x"), noon + 301);
    CHECK(stale.reason == Reason::stale);
    CHECK(stale.plaintext.empty());
    CHECK(
        stale.explanation ==
        "the message on topic 'plant/a' under key 'k1' was sent 301 s ago, more than 300"
    );
    CHECK(pair.receive("plant/a", pair.seal("plant/a", "x"), noon - 60).status == Status::sealed);
    CHECK(pair.receive("plant/a", pair.seal("plant/a", "x"), noon - 61).reason == Reason::stale);
}

TEST_CASE("a message dated at the ends of time is stale, not a fault") {
    Pair pair{make_key("k1", 1)};
    for (const std::int64_t when :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, no_age_limit}) {
        CHECK(pair.receive("plant/a", pair.seal("plant/a", "x", when)).reason == Reason::stale);
    }
}

TEST_CASE("retained messages have an age limit of their own") {
    Pair pair{make_key("k1", 1)};
    const auto old = pair.seal("plant/a", "x");
    const auto a_year_later = noon + 365 * 86'400;
    CHECK(
        pair.receiver.receive({"plant/a", old, true, false}, a_year_later).status == Status::sealed
    );
    Pair strict{make_key("k1", 1), {.ages = {.retained_max_age = 3600}}};
    CHECK(
        strict.receiver.receive({"plant/a", old, true, false}, noon + 3601).reason == Reason::stale
    );
    CHECK(
        strict.receiver.receive({"plant/a", old, true, false}, noon + 3600).status == Status::sealed
    );
}

TEST_CASE("a key's own max-age replaces the default, an option only tightens it") {
    const auto accepted_after = [](std::optional<std::int64_t> option, std::int64_t age) {
        auto key = make_key("k1", 1);
        key.policy.max_age = 3600;
        Pair pair{std::move(key), {.ages = {.max_age = option}}};
        return pair.receive("plant/a", pair.seal("plant/a", "x"), noon + age).status ==
               Status::sealed;
    };
    CHECK(accepted_after({}, 3600));
    CHECK_FALSE(accepted_after({}, 3601));
    CHECK(accepted_after(60, 60));
    CHECK_FALSE(accepted_after(60, 61));
    CHECK(accepted_after(no_age_limit, 3600));
    CHECK_FALSE(accepted_after(no_age_limit, 3601));
}

TEST_CASE("without an age limit any age passes, and replays are still seen") {
    Pair pair{make_key("k1", 1), {.ages = {.max_age = no_age_limit}}};
    const auto envelope = pair.seal("plant/a", "x", 0);
    CHECK(pair.receive("plant/a", envelope).status == Status::sealed);
    CHECK(pair.receive("plant/a", envelope).reason == Reason::replayed);
}

TEST_CASE("the second time is a duplicate when the transport may repeat, otherwise a replay") {
    Pair pair{make_key("k1", 1)};
    const auto envelope = pair.seal("plant/a", "x");
    ReceivedMessage message{.topic = "plant/a", .payload = envelope, .may_be_repeat = true};
    CHECK(pair.receiver.receive(message, noon).status == Status::sealed);
    CHECK(pair.receiver.receive(message, noon).status == Status::duplicate);
    CHECK_FALSE(pair.receiver.receive(message, noon).is_delivered());
    message.may_be_repeat = false;
    CHECK(pair.receiver.receive(message, noon).reason == Reason::replayed);
}

TEST_CASE("a message that was refused as stale does not count as seen") {
    Pair pair{make_key("k1", 1)};
    const auto envelope = pair.seal("plant/a", "x");
    CHECK(pair.receive("plant/a", envelope, noon - 100).reason == Reason::stale);
    CHECK(pair.receive("plant/a", envelope, noon).status == Status::sealed);
}

TEST_CASE("a message must say when and as which one it was sent, unless its key waives that") {
    const Headers headers{.algorithm = 3, .kid = as_bytes("k1")};
    Pair pair{make_key("k1", 1)};
    const auto& key = pair.ring.keys().front();
    const auto envelope = other_envelope(headers, key, "plant/a");
    CHECK(pair.receive("plant/a", envelope).reason == Reason::freshness_missing);

    auto waiving = make_key("k1", 1);
    waiving.policy.freshness_waived = true;
    Pair lenient{std::move(waiving)};
    const auto verdict = lenient.receive("plant/a", envelope);
    CHECK(verdict.status == Status::sealed);
    REQUIRE(verdict.notes.size() == 1);
    CHECK(verdict.notes.front() == "no-freshness");
    // Claims that are there count all the same.
    const auto dated = lenient.seal("plant/a", "x");
    CHECK(lenient.receive("plant/a", dated, noon + 301).reason == Reason::stale);
    CHECK(lenient.receive("plant/a", dated).status == Status::sealed);
    CHECK(lenient.receive("plant/a", dated).reason == Reason::replayed);
}
