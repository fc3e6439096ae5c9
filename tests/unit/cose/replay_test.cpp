// SPDX-License-Identifier: Apache-2.0
#include "common/cose/replay_guard.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <ostream>
#include <random>
#include <set>

using namespace mqttx::cose;
using Answer = ReplayWindow::Answer;

TEST_CASE("each counter is fresh once, in any order") {
    ReplayWindow window;
    for (const std::uint32_t counter : {5U, 0U, 63U, 64U, 1U, 4095U, 4096U, 2U, 4097U}) {
        CAPTURE(counter);
        CHECK(window.accept(counter) == Answer::fresh);
        CHECK(window.accept(counter) == Answer::seen);
    }
    CHECK(window.accept(3) == Answer::fresh);
}

TEST_CASE("the window is 4,096 counters wide") {
    ReplayWindow window;
    CHECK(window.accept(10'000) == Answer::fresh);
    CHECK(window.accept(10'000 - 4096) == Answer::too_old);
    CHECK(window.accept(10'000 - 4095) == Answer::fresh);
    CHECK(window.accept(10'001) == Answer::fresh);
    CHECK(window.accept(10'000 - 4095) == Answer::too_old);
    CHECK(window.accept(0) == Answer::too_old);
}

TEST_CASE("a jump over everything forgets everything, up to the last counter") {
    ReplayWindow window;
    CHECK(window.accept(0) == Answer::fresh);
    CHECK(window.accept(7) == Answer::fresh);
    constexpr auto last = std::numeric_limits<std::uint32_t>::max();
    CHECK(window.accept(last) == Answer::fresh);
    CHECK(window.accept(last) == Answer::seen);
    CHECK(window.accept(last - 1) == Answer::fresh);
    CHECK(window.accept(7) == Answer::too_old);
}

TEST_CASE("the window agrees with a plain set on random counters") {
    std::mt19937 random{1};
    ReplayWindow window;
    std::set<std::uint32_t> seen;
    std::uint32_t highest = 0;
    for (int count = 0; count < 20'000; ++count) {
        const auto back = static_cast<std::uint32_t>(random() % 5000);
        const auto forward = random() % 100 == 0 ? random() % 9000 : random() % 20;
        const auto ahead = static_cast<std::uint32_t>(highest + forward);
        const std::uint32_t counter = ahead >= back ? ahead - back : 0;
        const bool is_old = counter + ReplayWindow::width <= highest;
        const auto expected = is_old                   ? Answer::too_old
                              : seen.contains(counter) ? Answer::seen
                                                       : Answer::fresh;
        REQUIRE(window.accept(counter) == expected);
        if (!is_old) {
            seen.insert(counter);
            highest = std::max(highest, counter);
        }
    }
}

TEST_CASE("senders, sessions and topics count each for themselves") {
    ReplayGuard guard;
    const MessageId id{.session = 1, .counter = 0};
    CHECK(guard.accept("k", "a", id, 0, 100) == Answer::fresh);
    CHECK(guard.accept("k", "b", id, 0, 100) == Answer::fresh);
    CHECK(guard.accept("l", "a", id, 0, 100) == Answer::fresh);
    CHECK(guard.accept("k", "a", {.session = 2, .counter = 0}, 0, 100) == Answer::fresh);
    // The end of one name and the start of the next do not run together.
    CHECK(guard.accept("ka", "", id, 0, 100) == Answer::fresh);
    CHECK(guard.accept("k", "a", id, 0, 100) == Answer::seen);
    CHECK(guard.size() == 5);
}

TEST_CASE("a session is forgotten when its time has come and another arrives") {
    ReplayGuard guard;
    guard.accept("k", "a", {.session = 1, .counter = 0}, 0, 100);
    guard.accept("k", "a", {.session = 2, .counter = 0}, 50, 150);
    guard.accept("k", "a", {.session = 3, .counter = 0}, 99, 199);
    CHECK(guard.size() == 3);
    guard.accept("k", "a", {.session = 4, .counter = 0}, 100, 200);
    CHECK(guard.size() == 3);
    // One that is heard again lives on.
    CHECK(guard.accept("k", "a", {.session = 2, .counter = 0}, 149, 249) == Answer::seen);
    guard.accept("k", "a", {.session = 5, .counter = 0}, 198, 298);
    CHECK(guard.accept("k", "a", {.session = 2, .counter = 0}, 198, 298) == Answer::seen);
}

TEST_CASE("without an end the least recently heard goes when there are too many") {
    ReplayGuard guard;
    for (std::uint64_t session = 0; session < ReplayGuard::most_ageless_sessions; ++session) {
        guard.accept("k", "a", {.session = session, .counter = 0}, 0, {});
    }
    CHECK(guard.accept("k", "a", {.session = 0, .counter = 0}, 0, {}) == Answer::seen);
    CHECK(guard.accept("k", "a", {.session = 99'999, .counter = 0}, 0, {}) == Answer::fresh);
    CHECK(guard.size() <= ReplayGuard::most_ageless_sessions);
    CHECK(guard.accept("k", "a", {.session = 0, .counter = 0}, 0, {}) == Answer::seen);
    CHECK(guard.accept("k", "a", {.session = 1, .counter = 0}, 0, {}) == Answer::fresh);
}
