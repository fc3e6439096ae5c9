// SPDX-License-Identifier: Apache-2.0
#include "common/cose/replay_memory.hpp"
#include "tests/unit/cose/sender_and_receiver.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

using Answer = ReplayWindow::Answer;

/// The memory of a process that begins where another one ended.
ReplayMemory after(const Bytes& records, std::int64_t now = noon) {
    ReplayMemory memory;
    REQUIRE(memory.load(records, now));
    memory.keep();
    return memory;
}

Verdict retained(Receiver& receiver, ByteView envelope, bool may_be_repeat = false) {
    return receiver.receive({"plant/a", envelope, true, may_be_repeat}, noon);
}

std::string reason_of(const Verdict& verdict) {
    return std::string{verdict.reason ? word(*verdict.reason) : word(verdict.status)};
}

} // namespace

TEST_CASE("what was accepted is known after a snapshot, and after a journal behind it") {
    ReplayMemory memory;
    memory.keep();
    for (const std::uint32_t counter : {0U, 3U, 5000U, 4999U}) {
        CHECK(memory.accept("k", "a", {1, counter}, noon, noon + 300) == Answer::fresh);
    }
    CHECK(memory.accept("k", "b", {2, 63}, noon, {}) == Answer::fresh);
    memory.note_newest("k", "a", {noon, {1, 5000}, false});
    auto records = memory.snapshot();
    memory.take_journal();
    CHECK(memory.accept("k", "a", {1, 5001}, noon, noon + 300) == Answer::fresh);
    const auto journal = memory.take_journal();
    CHECK(memory.take_journal().empty());
    records.insert(records.end(), journal.begin(), journal.end());
    auto next = after(records);
    for (const std::uint32_t counter : {4999U, 5000U, 5001U}) {
        CHECK(next.accept("k", "a", {1, counter}, noon, noon + 300) == Answer::seen);
    }
    CHECK(next.accept("k", "a", {1, 3}, noon, noon + 300) == Answer::too_old);
    CHECK(next.accept("k", "a", {1, 4998}, noon, noon + 300) == Answer::fresh);
    CHECK(next.accept("k", "b", {2, 63}, noon, {}) == Answer::seen);
    CHECK(next.accept("k", "b", {2, 62}, noon, {}) == Answer::fresh);
    REQUIRE(next.newest("k", "a") != nullptr);
    CHECK(next.newest("k", "a")->id.counter == 5000);
    CHECK_FALSE(next.newest("k", "a")->was_delivered);
    CHECK(next.newest("k", "b") == nullptr);
}

TEST_CASE("sessions whose time has come are not read") {
    ReplayMemory memory;
    memory.keep();
    CHECK(memory.accept("k", "a", {1, 1}, noon, noon + 300) == Answer::fresh);
    auto next = after(memory.snapshot(), noon + 301);
    CHECK(next.accept("k", "a", {1, 1}, noon + 301, noon + 601) == Answer::fresh);
}

TEST_CASE("a record that was cut is left out, one that is damaged is a fault") {
    ReplayMemory memory;
    memory.keep();
    memory.set_floor(noon - 5);
    const auto front = memory.snapshot();
    CHECK(memory.accept("k", "a", {1, 1}, noon, noon + 300) == Answer::fresh);
    auto records = front;
    const auto journal = memory.take_journal();
    records.insert(records.end(), journal.begin(), journal.end());
    for (auto size = front.size(); size < records.size(); ++size) {
        auto next = after({records.begin(), records.begin() + static_cast<std::ptrdiff_t>(size)});
        CHECK(next.floor() == noon - 5);
        CHECK(next.accept("k", "a", {1, 1}, noon, noon + 300) == Answer::fresh);
    }
    for (std::size_t size = 0; size < front.size(); ++size) {
        CHECK_FALSE(ReplayMemory{}.load(ByteView{front}.first(size), noon));
    }
    auto other = records;
    other[front.size() + 4] = 0xFF;
    CHECK_FALSE(ReplayMemory{}.load(other, noon));
    CHECK_FALSE(ReplayMemory{}.load(journal, noon));
    CHECK_FALSE(ReplayMemory{}.load(as_bytes("hello, world"), noon));
}

TEST_CASE("a retained message comes unchanged, newer, or rolled back") {
    Pair pair{make_key("k1", 1)};
    pair.receiver.memory().keep();
    const auto first = pair.seal("plant/a", "1");
    const auto second = pair.seal("plant/a", "2");
    CHECK(reason_of(retained(pair.receiver, first)) == "sealed");
    CHECK(reason_of(retained(pair.receiver, first, true)) == "duplicate");
    Receiver next{pair.ring, {}};
    REQUIRE(next.memory().load(pair.receiver.memory().snapshot(), noon));
    next.memory().keep();
    const auto again = retained(next, first);
    CHECK(reason_of(again) == "sealed");
    CHECK(again.notes == std::vector<std::string_view>{"unchanged"});
    CHECK(reason_of(retained(next, first, true)) == "duplicate");
    CHECK(reason_of(retained(next, second)) == "sealed");
    CHECK(reason_of(retained(next, first)) == "rolled-back");
    Sealer other;
    const auto key = &pair.ring.keys().front();
    const auto older = other.seal(*key, "plant/a", as_bytes("0"), noon - 1);
    CHECK(reason_of(retained(next, older)) == "rolled-back");
    const auto newer = other.seal(*key, "plant/a", as_bytes("3"), noon + 1);
    CHECK(reason_of(retained(next, newer)) == "sealed");
}

TEST_CASE("what was sealed before the memory began is not accepted by a longer age limit") {
    Pair pair{make_key("k1", 1), {.ages = {.max_age = 3600}}};
    pair.receiver.memory().set_floor(noon - 10);
    CHECK(reason_of(pair.receive("plant/a", pair.seal("plant/a", "x", noon - 11))) == "stale");
    CHECK(reason_of(pair.receive("plant/a", pair.seal("plant/a", "x", noon - 10))) == "sealed");
}

TEST_CASE("a will has no age, unless somebody else made it one") {
    Pair pair{make_key("k1", 1)};
    pair.sealer.mark_wills();
    const auto will = pair.seal("plant/a", "gone", noon - 86'400);
    const auto verdict = pair.receive("plant/a", will);
    CHECK(reason_of(verdict) == "sealed");
    CHECK(verdict.notes == std::vector<std::string_view>{"will"});
    CHECK(reason_of(pair.receive("plant/a", will)) == "replayed");
}

TEST_CASE("topics are mapped by whole levels, and back to one origin each") {
    TopicMap map;
    map.add("site1", "plant");
    map.add("site1/old", "attic");
    map.add("b", "a/b");
    CHECK(map.origin_of("site1/x/y") == "plant/x/y");
    CHECK(map.origin_of("site1") == "plant");
    CHECK(map.origin_of("site1/old/x") == "attic/x");
    CHECK(map.origin_of("site10/x") == "site10/x");
    CHECK(map.origin_of("b/c") == "a/b/c");
    CHECK_FALSE(map.origin_of("plant/x"));
    CHECK_FALSE(map.origin_of("a/b"));
    CHECK(map.origin_of("a/c") == "a/c");
    TopicMap prefixed;
    prefixed.add("site1", "");
    CHECK(prefixed.origin_of("site1/x") == "x");
    CHECK_FALSE(prefixed.origin_of("x"));
    TopicMap removed;
    removed.add("", "plant");
    CHECK(removed.origin_of("x/y") == "plant/x/y");
    CHECK(removed.origin_of("plant/x") == "plant/plant/x");
}
