// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/rotation.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <utility>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

constexpr std::int64_t now = 1'700'000'000;
constexpr Handover tomorrow{.at = now + 86'400, .until = now + 10 * 86'400};

Key key_for(std::string filter, std::string name = {}) {
    Key key = generate_symmetric(Algorithm::chacha20_poly1305);
    if (!filter.empty()) {
        key.topics.push_back(std::move(filter));
    }
    key.name = std::move(name);
    return key;
}

JwkSet set_of(Key first, Key second) {
    JwkSet set;
    set.keys.push_back(std::move(first));
    set.keys.push_back(std::move(second));
    return set;
}

template <typename Action> std::string fault_of(Action action) {
    try {
        action();
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::local);
        return fault.what();
    }
    return "done";
}

Key copy_of(const Key& key) {
    Key copy;
    copy.type = key.type;
    copy.kid = key.kid;
    copy.algorithm = key.algorithm;
    copy.secret = key.secret.duplicate();
    copy.public_key = key.public_key;
    return copy;
}

} // namespace

TEST_CASE("a key is found by its kid first, then by a name that only one has") {
    auto set = set_of(key_for("a", "hall"), key_for("b", "yard"));
    const auto first = set.keys[0].kid;
    CHECK(find_key(set, first, "ring") == 0);
    CHECK(find_key(set, "yard", "ring") == 1);
    CHECK(fault_of([&] { find_key(set, "roof", "ring"); }) == "no key 'roof' in 'ring'");
    CHECK(fault_of([&] { find_key(set, "", "ring"); }) == "no key '' in 'ring'");
    set.keys[0].name = "yard";
    CHECK(fault_of([&] { find_key(set, "yard", "ring"); }).ends_with("both have the name 'yard'"));
    set.keys[1].name = first;
    CHECK(find_key(set, first, "ring") == 0);
}

TEST_CASE("a kid stands for one key, and a private half joins its public one") {
    JwkSet set;
    const auto pair = generate_pair(KeyType::x25519);
    auto half = copy_of(pair);
    half.other_members.push_back({"use", Secret{as_bytes("\"enc\"")}});
    half.other_members.push_back({"p", Secret{as_bytes("\"AA\"")}});
    drop_private_half(half);
    CHECK(half.secret.empty());
    REQUIRE(half.other_members.size() == 1);
    CHECK(half.other_members[0].name == "use");

    CHECK(add_key(set, copy_of(half)));
    CHECK_FALSE(add_key(set, copy_of(half)));
    CHECK(add_key(set, copy_of(pair)));
    REQUIRE(set.keys.size() == 1);
    CHECK(set.keys[0].secret.equals(pair.secret));
    auto twin = generate_pair(KeyType::x25519);
    twin.kid = pair.kid;
    CHECK(fault_of([&] { add_key(set, std::move(twin)); }).ends_with("another key already"));
    CHECK(set.keys.size() == 1);
}

TEST_CASE("a new key takes over without a gap and the old one opens on") {
    auto set = set_of(key_for("plant/#", "hall"), key_for("yard"));
    set.keys[0].policy.max_age = 30;
    const auto rotation = rotate(set, "plant/#", tomorrow, now, "ring");
    REQUIRE(set.keys.size() == 3);
    const Key& old = set.keys[0];
    const Key& fresh = set.keys[2];
    CHECK(rotation.old_kid == old.kid);
    CHECK(rotation.new_kid == fresh.kid);
    CHECK(fresh.algorithm == Algorithm::chacha20_poly1305);
    CHECK(fresh.topics == old.topics);
    CHECK(fresh.name == "hall-2");
    CHECK(fresh.policy.max_age == 30);
    for (const auto time : {now, tomorrow.at - 1, tomorrow.at, tomorrow.until - 1}) {
        CHECK(old.sealing_fault(time).has_value() != fresh.sealing_fault(time).has_value());
        CHECK_FALSE(old.opening_fault(time));
    }
    CHECK(old.opening_fault(tomorrow.until));
    CHECK_FALSE(set.keys[1].seals_until);

    CHECK(fault_of([&] {
              rotate(set, "plant/#", tomorrow, now, "ring");
          }).find("already takes") != std::string::npos);
    CHECK(set.keys.size() == 3);
    const Handover later{.at = tomorrow.at + 60, .until = tomorrow.at + 120};
    CHECK(rotate(set, "plant/#", later, tomorrow.at, "ring").old_kid == rotation.new_kid);
    CHECK(set.keys[0].seals_until == tomorrow.at);
    CHECK(set.keys[3].name == "hall-3");
}

TEST_CASE("only a key that has the filter and may seal is followed") {
    auto set = set_of(key_for("plant/#"), key_for(""));
    CHECK(fault_of([&] {
              rotate(set, "plant/+", tomorrow, now, "ring");
          }).find("may seal") != std::string::npos);
    const auto kid = set.keys[1].kid;
    CHECK(rotate(set, "#", tomorrow, now, "ring").old_kid == kid);
    set.keys[0].state = KeyState::revoked;
    CHECK(fault_of([&] {
              rotate(set, "plant/#", tomorrow, now, "ring");
          }).find("may seal") != std::string::npos);
}
