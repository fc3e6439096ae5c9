// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/probe.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;
using namespace mqttx::app::doctor;

namespace {

Attempt let_in() {
    Attempt seen;
    seen.connack.emplace();
    return seen;
}

/// Refused by the CONNACK.
Attempt refused() {
    Attempt seen;
    ErrorFacts facts;
    facts.mqtt_reason = 0x86;
    seen.fault.emplace(ErrorKind::identity, "bad user name or password", "", std::move(facts));
    return seen;
}

Attempt failed(ErrorKind kind) {
    Attempt seen;
    seen.fault.emplace(kind, "it failed");
    return seen;
}

Outcome outcome_of(const Trespass& seen, std::size_t at) {
    return judge_trespass(seen).at(at).outcome;
}

constexpr std::size_t everything = 0;
constexpr std::size_t statistics = 1;
constexpr std::size_t denial = 2;

} // namespace

TEST_CASE("nobody and a wrong password must be refused, by MQTT or by TLS") {
    for (const auto& judge :
         {+[](const Attempt& seen) { return judge_anonymous(seen); },
          +[](const Attempt& seen) { return judge_wrong_password("alice", seen); }}) {
        CHECK(judge(let_in()).outcome == Outcome::fail);
        CHECK(judge(refused()).outcome == Outcome::ok);
        CHECK(judge(failed(ErrorKind::tls)).outcome == Outcome::ok);
        CHECK(judge(failed(ErrorKind::network)).outcome == Outcome::untested);
        CHECK(judge({}).outcome == Outcome::untested);
    }
}

TEST_CASE("a port without TLS is best closed") {
    CHECK(judge_plain_port(1883, std::nullopt).outcome == Outcome::ok);
    CHECK(judge_plain_port(1883, let_in()).outcome == Outcome::fail);
    CHECK(judge_plain_port(1883, refused()).outcome == Outcome::warn);
    CHECK(judge_plain_port(1883, failed(ErrorKind::network)).outcome == Outcome::ok);
}

TEST_CASE("what our own credentials reach is told") {
    Trespass seen;
    seen.mqtt5 = true;
    CHECK(outcome_of(seen, everything) == Outcome::untested);
    CHECK(outcome_of(seen, denial) == Outcome::untested);

    seen.everything = seen.statistics = 0x87;
    seen.published = 0x87;
    CHECK(outcome_of(seen, everything) == Outcome::ok);
    CHECK(outcome_of(seen, statistics) == Outcome::ok);
    CHECK(outcome_of(seen, denial) == Outcome::ok);

    seen.everything = seen.statistics = seen.published = 0;
    CHECK(outcome_of(seen, everything) == Outcome::untested); // silence proves nothing
    CHECK(outcome_of(seen, denial) == Outcome::warn);
    seen.mqtt5 = false;
    CHECK(outcome_of(seen, denial) == Outcome::untested);

    seen.heard_ourselves = seen.heard_statistics = true;
    CHECK(outcome_of(seen, denial) == Outcome::warn);
    CHECK(outcome_of(seen, statistics) == Outcome::warn);
    seen.foreign_topics = {"a", "b", "c", "d", "e"};
    CHECK(
        judge_trespass(seen).front().text == "'#' brings us messages of 'a', 'b', 'c' and 2 more"
    );
}

TEST_CASE("a session that did not come about leaves its checks untested") {
    Trespass seen;
    seen.fault.emplace(ErrorKind::network, "connection refused");
    for (const auto& finding : judge_trespass(seen)) {
        CHECK(finding.outcome == Outcome::untested);
        CHECK(finding.text == "connection refused");
    }
}
