// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/backoff.hpp"
#include "common/mqtt/retry.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

using namespace std::chrono_literals;

namespace {

const Error network{ErrorKind::network, "gone"};
const Error busy{ErrorKind::unavailable, "busy"};
const Retry::Clock::time_point start{1000s};

} // namespace

TEST_CASE("waiting times double up to 30 s, shortened at random by up to half") {
    Backoff backoff;
    for (const auto full : {400ms, 800ms, 1600ms, 3200ms, 6400ms, 12800ms, 25600ms}) {
        const auto wait = backoff.next();
        CHECK(wait >= full / 2);
        CHECK(wait <= full);
    }
    for (int times = 0; times < 100; ++times) {
        const auto wait = backoff.next();
        CHECK(wait >= 15s);
        CHECK(wait <= 30s);
    }
    backoff.reset();
    CHECK(backoff.next() <= 400ms);
}

TEST_CASE("the first connection is tried once, or for as long as was asked") {
    Retry once{Patience{}};
    once.begin(start);
    CHECK_FALSE(once.after_failure(network, start).has_value());

    Patience patience;
    patience.first_connection = 10s;
    Retry patient{patience};
    patient.begin(start);
    CHECK(patient.after_failure(network, start + 1s).has_value());
    CHECK(patient.after_failure(busy, start + 2s).has_value());
    CHECK_FALSE(patient.after_failure(network, start + 10s).has_value());
}

TEST_CASE("the last attempt is made when the time is up") {
    Patience patience;
    patience.reconnection = 30s;
    Retry retry{patience};
    retry.connected(start);
    auto now = start + 1h;
    retry.lost(now);
    const auto end = now + 30s;
    auto last = now;
    while (const auto wait = retry.after_failure(network, now)) {
        now += *wait;
        last = now;
    }
    CHECK(last == end);
}

TEST_CASE("who is not wanted does not come again") {
    Patience patience;
    patience.first_connection = 1h;
    for (const auto kind :
         {ErrorKind::identity, ErrorKind::usage, ErrorKind::local, ErrorKind::denied}) {
        Retry retry{patience};
        retry.begin(start);
        CHECK_FALSE(retry.after_failure({kind, "no"}, start).has_value());
    }
}

TEST_CASE("a broken handshake may mend, a verdict stays") {
    Patience patience;
    patience.first_connection = 1h;
    Retry retry{patience};
    retry.begin(start);
    CHECK(retry.after_failure({ErrorKind::tls, "cut short"}, start).has_value());
    CHECK_FALSE(
        retry.after_failure({ErrorKind::tls, "x", {}, ErrorFacts{.x509_error = "expired"}}, start)
            .has_value()
    );
    CHECK_FALSE(
        retry.after_failure({ErrorKind::tls, "x", {}, ErrorFacts{.tls_alert = "unknown_ca"}}, start)
            .has_value()
    );
}

TEST_CASE("after a CONNACK it is for ever, for a time, or for a number of attempts") {
    Retry for_ever{Patience{}};
    for_ever.begin(start);
    for_ever.connected(start);
    for_ever.lost(start + 1h);
    CHECK(for_ever.after_failure(network, start + 100h).has_value());

    Patience patience;
    patience.reconnection = 30s;
    Retry limited{patience};
    limited.begin(start);
    limited.connected(start);
    limited.lost(start + 1h); // the time counts from here
    CHECK(limited.after_failure(network, start + 1h + 20s).has_value());
    CHECK_FALSE(limited.after_failure(network, start + 1h + 31s).has_value());

    patience = {};
    patience.attempts = 2;
    Retry counted{patience};
    counted.begin(start);
    counted.connected(start);
    for (int rounds = 0; rounds < 2; ++rounds) {
        counted.lost(start);
        CHECK(counted.after_failure(network, start).has_value());
        CHECK(counted.after_failure(network, start).has_value());
        CHECK_FALSE(counted.after_failure(network, start).has_value());
        counted.connected(start); // in a row: a success starts the count again
    }
}

TEST_CASE("three short connections in a row look like a client identifier in use") {
    Retry retry{Patience{}};
    auto live_for = [&, now = start](std::chrono::seconds time) mutable {
        retry.connected(now);
        now += time;
        retry.lost(now);
        return retry.looks_like_takeover();
    };
    CHECK_FALSE(live_for(1s));
    CHECK_FALSE(live_for(9s));
    CHECK_FALSE(live_for(10s)); // long enough
    CHECK_FALSE(live_for(1s));
    CHECK_FALSE(live_for(1s));
    CHECK(live_for(1s));
}

TEST_CASE("short connections to a broker that goes away are not another client's doing") {
    Retry retry{Patience{}};
    for (int times = 0; times < 5; ++times) {
        retry.connected(start);
        retry.lost(start + 1s);
        CHECK_FALSE(retry.looks_like_takeover());
        retry.found_nobody();
    }
}

} // namespace mqttx::mqtt
