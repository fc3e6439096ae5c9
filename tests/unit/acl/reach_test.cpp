// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "common/acl/reach.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::acl;

namespace {

bool lets(std::string_view text) {
    const auto file = read_acl_file(text);
    const auto policy = policy_of(file);
    return lets_somebody({policy, Broker::mosquitto_2_0});
}

} // namespace

TEST_CASE("a file that leaves nothing to anybody is told from one that leaves something") {
    CHECK_FALSE(lets(""));
    CHECK_FALSE(lets("# nothing\n"));
    CHECK_FALSE(lets("topic deny #\n"));
    CHECK_FALSE(lets("user a\ntopic read x/#\ntopic deny #\n"));
    CHECK_FALSE(lets("user a\ntopic read x/1\ntopic deny x/+\n"));
    CHECK_FALSE(lets("pattern read x/%u\npattern deny x/#\n"));
    CHECK(lets("topic read x\n"));
    CHECK(lets("user a\ntopic deny #\nuser b\ntopic write x\n"));
    CHECK(lets("user a\ntopic read x/#\ntopic deny x/+\n")); // x itself, and what is deeper
    CHECK(lets("pattern read x/%u\n"));
    CHECK(lets("pattern write x/%c\n"));
    CHECK(lets("topic read $SYS/#\n"));
    CHECK_FALSE(lets("topic write $SYS/a\n")); // the broker's own
}

TEST_CASE("receiving takes a subscription where the broker looks at it") {
    const auto file = read_dynsec(
        R"({"clients": [{"username": "a", "roles": [{"rolename": "r"}]}], "roles": [{"rolename": "r",
            "acls": [{"acltype": "publishClientReceive", "topic": "x", "allow": true}]}]})"
    );
    const auto policy = policy_of(file);
    CHECK_FALSE(may_do_something({policy, Broker::dynsec_2_0}, {"a", "id"}));
}

TEST_CASE("a topic within reach, one beyond it, and one that others do not reach") {
    const auto file =
        read_acl_file("user a\ntopic write x/#\ntopic deny x/1\nuser b\ntopic write x/1\n");
    const auto policy = policy_of(file);
    const Reading reading{policy, Broker::mosquitto_2_1};
    const Reach a{reading, {"a", "id"}, Operation::publish};
    const Reach b{reading, {"b", "id"}, Operation::publish};
    CHECK(b.some() == "x/1");
    CHECK(b.beyond(a) == "x/1");
    CHECK_FALSE(b.beyond(b));
    REQUIRE(a.missing());
    const Chain chain{policy, Broker::mosquitto_2_1, {"a", "id"}, {Operation::publish}};
    CHECK_FALSE(chain.allows(*a.missing()));
    REQUIRE(a.beyond(b));
    CHECK(chain.allows(*a.beyond(b)));
}
