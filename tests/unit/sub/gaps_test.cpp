// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/gaps.hpp"

#include <doctest/doctest.h>

using namespace mqttx;
using app::sub::Gaps;

namespace {

cose::Verdict message(std::uint64_t session, std::uint32_t counter) {
    cose::Verdict verdict;
    verdict.status = cose::Status::sealed;
    verdict.kid = "k1";
    verdict.id = cose::MessageId{session, counter};
    return verdict;
}

} // namespace

TEST_CASE("gaps are counted for each session and topic, from the first message that came") {
    Gaps gaps;
    CHECK_FALSE(gaps.add(message(1, 7), "a"));
    CHECK_FALSE(gaps.add(message(1, 8), "a"));
    CHECK_FALSE(gaps.add(message(1, 0), "b"));
    CHECK_FALSE(gaps.add(message(2, 3), "a"));
    CHECK(
        gaps.add(message(1, 10), "a") ==
        "message 9 is missing on topic 'a', from a sender with key 'k1', session 0000000000000001"
    );
    CHECK_FALSE(gaps.add(message(1, 9), "a"));
    CHECK(gaps.add(message(1, 14), "a").value_or("").starts_with("messages 11 to 13 are missing"));
    CHECK_FALSE(gaps.add({}, "a"));
}
