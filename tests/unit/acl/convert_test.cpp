// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/convert.hpp"
#include "common/acl/diff.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "tests/unit/acl/chance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

std::string changes_words(const std::vector<Change>& changes) {
    std::string text;
    for (const auto& change : changes) {
        text +=
            cat(change.gained ? " +" : " -",
                change.user,
                change.operation == Operation::publish ? " publish " : " receive ",
                change.witness);
    }
    return text;
}

/// Whether anything changes that no loss speaks of, or anything is gained at all.
void require_honest(
    const std::string& source, const Converted& converted, const std::vector<Change>& changes
) {
    const bool gained = std::any_of(changes.begin(), changes.end(), [](const Change& change) {
        return change.gained;
    });
    if (gained || (!changes.empty() && converted.losses.empty())) {
        FAIL(cat(source, "\n->\n", converted.text, "\n", changes_words(changes)));
    }
}

Converted dynsec_of(const std::string& text, Broker broker, std::size_t& lossless) {
    const auto policy = policy_of(read_acl_file(text));
    auto converted = to_dynsec(policy, broker);
    const auto read = read_dynsec(converted.text);
    REQUIRE(read.document.error() == nullptr);
    const auto back = policy_of(read);
    require_honest(text, converted, difference({policy, broker}, {back, counterpart(broker)}));
    lossless += converted.losses.empty() ? 1U : 0U;
    return converted;
}

Converted acl_file_of(const std::string& text, Broker broker, std::size_t& lossless) {
    const auto policy = policy_of(read_dynsec(text));
    auto converted = to_acl_file(policy, broker);
    const auto read = read_acl_file(converted.text);
    REQUIRE(read.refused_line() == nullptr);
    const auto back = policy_of(read);
    require_honest(text, converted, difference({policy, broker}, {back, counterpart(broker)}));
    lossless += converted.losses.empty() ? 1U : 0U;
    return converted;
}

} // namespace

TEST_CASE("an acl_file as dynsec means the same, or says what it loses, and never more") {
    Chance chance{30};
    std::size_t lossless = 0;
    for (int round = 0; round < 400; ++round) {
        for (const auto broker : {Broker::mosquitto_2_0, Broker::mosquitto_2_1, Broker::strict}) {
            dynsec_of(chance.acl_file(), broker, lossless);
        }
    }
    CHECK(lossless > 50);
}

TEST_CASE("dynsec as an acl_file means the same, or says what it loses, and never more") {
    Chance chance{31};
    std::size_t lossless = 0;
    for (int round = 0; round < 400; ++round) {
        for (const auto broker : {Broker::dynsec_2_0, Broker::dynsec_2_1, Broker::strict}) {
            acl_file_of(chance.dynsec_file(), broker, lossless);
        }
    }
    CHECK(lossless > 50);
}

TEST_CASE("there and back") {
    std::size_t lossless = 0;
    const std::string text = "topic read news/#\n\nuser a b\ntopic readwrite home/#\n"
                             "topic read $CONTROL/x\ntopic deny home/safe/#\n";
    const auto dynsec = dynsec_of(text, Broker::mosquitto_2_1, lossless);
    const auto back = acl_file_of(dynsec.text, Broker::dynsec_2_1, lossless);
    CHECK(lossless == 2);
    CHECK(
        back.text == "topic read news/#\n\nuser a b\ntopic read $CONTROL/x\n"
                     "topic readwrite home/#\ntopic deny home/safe/#\n"
    );
}

TEST_CASE("no name or topic makes a line of its own") {
    std::size_t lossless = 0;
    const auto converted = acl_file_of(
        R"({"defaultACLAccess":{"publishClientReceive":true},"roles":[{"rolename":"r","acls":[)"
        R"({"acltype":"publishClientSend","topic":"a\nuser root","allow":true}]}],"clients":[)"
        R"({"username":"x\ntopic #","roles":[{"rolename":"r"}]},)"
        R"({"username":"y","roles":[{"rolename":"r"}]}]})",
        Broker::dynsec_2_1,
        lossless
    );
    CHECK(converted.text == "user y\n");
    CHECK(converted.losses.size() == 2);
}
