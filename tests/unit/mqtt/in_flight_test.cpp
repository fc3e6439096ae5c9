// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/in_flight.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

TEST_CASE("messages under way are a set: they end in any order, each once") {
    InFlight in_flight;
    CHECK_FALSE(in_flight.oldest().has_value());
    in_flight.add(1, {100, 1});
    in_flight.add(2, {101, 1});
    in_flight.add(3, {102, 2});
    CHECK(in_flight.size() == 3);

    CHECK(in_flight.take(2)->ticket == 101);
    CHECK(in_flight.oldest() == 100U);
    CHECK_FALSE(in_flight.take(2).has_value());
    CHECK_FALSE(in_flight.take(99).has_value());

    CHECK(in_flight.take(1)->ticket == 100);
    CHECK(in_flight.oldest() == 102U);
    CHECK(in_flight.take(3)->qos == 2);
    CHECK(in_flight.size() == 0);
    CHECK_FALSE(in_flight.oldest().has_value());
}

TEST_CASE("a packet identifier that is used again stands for the new message") {
    InFlight in_flight;
    in_flight.add(7, {1, 1});
    CHECK(in_flight.take(7)->ticket == 1);
    in_flight.add(8, {2, 1});
    in_flight.add(7, {3, 1});
    CHECK(in_flight.oldest() == 2U);
    CHECK(in_flight.take(8).has_value());
    CHECK(in_flight.oldest() == 3U);
    CHECK(in_flight.size() == 1);
}

TEST_CASE("a connection takes the messages of QoS 0 with it, and no others") {
    InFlight in_flight;
    in_flight.add(1, {10, 0});
    in_flight.add(2, {11, 1});
    in_flight.add(3, {12, 0});
    in_flight.add(4, {13, 2});
    const auto lost = in_flight.take_unacknowledgeable();
    CHECK(lost.size() == 2);
    for (const auto& entry : lost) {
        CHECK(entry.qos == 0);
    }
    CHECK(in_flight.size() == 2);
    CHECK(in_flight.oldest() == 11U);
}

TEST_CASE("no identifier is given out again while its message is under way") {
    InFlight in_flight;
    const auto identifier = [](std::uint64_t ticket) {
        return static_cast<int>(ticket % 65535) + 1;
    };
    in_flight.add(identifier(0), {0, 1}); // this one is never acknowledged
    std::uint64_t ticket = 1;
    while (!in_flight.is_identifier_space_tight() && ticket < 200'000) {
        in_flight.add(identifier(ticket), {ticket, 1});
        in_flight.take(identifier(ticket));
        ++ticket;
    }
    CHECK(ticket < 65'535);
    CHECK(in_flight.size() == 1);
    CHECK(in_flight.oldest() == 0U);

    in_flight.take(identifier(0));
    CHECK_FALSE(in_flight.is_identifier_space_tight());
    for (; ticket < 300'000; ++ticket) { // and so on, round and round
        in_flight.add(identifier(ticket), {ticket, 1});
        REQUIRE(in_flight.take(identifier(ticket))->ticket == ticket);
    }
    CHECK_FALSE(in_flight.is_identifier_space_tight());
}

} // namespace mqttx::mqtt
