// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/diff.hpp"
#include "common/acl/dynsec_policy.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::acl;

namespace {

struct Asked {
    Policy policy;
    Decider decider;

    explicit Asked(std::string_view text, Broker broker = Broker::mosquitto_2_0)
        : policy{policy_of(read_acl_file(text))}, decider{policy, broker} {}

    bool publish(const Client& client, std::string_view topic) {
        return decider.allows(client, {Operation::publish}, topic);
    }

    Answer subscribe(const Client& client, std::string_view filter) {
        return decider.decide(client, {Operation::subscribe}, filter).answer;
    }
};

Client user(std::string name, std::string id = "id") {
    return {std::move(name), std::move(id)};
}

} // namespace

TEST_CASE("denies go first in their list, a user's own rules before patterns") {
    Asked asked{"user u\ntopic a/b\ntopic deny a/#\ntopic c\npattern deny c\npattern d\n"};
    CHECK_FALSE(asked.publish(user("u"), "a/b"));
    CHECK(asked.publish(user("u"), "c"));
    CHECK_FALSE(asked.publish(user("v"), "c"));
    CHECK(asked.publish(user("v"), "d"));
    CHECK(asked.publish({}, "d"));
    Asked strict{"user u\ntopic c\npattern deny c\n", Broker::strict};
    CHECK_FALSE(strict.publish(user("u"), "c"));
}

TEST_CASE("variables as each broker takes them") {
    const auto* const text = "pattern dev/%u/#\npattern x%u\npattern %c/#\n";
    Asked old{text};
    CHECK(old.publish(user("a/b"), "dev/a/b/c"));
    CHECK(old.publish(user("a"), "xa"));
    CHECK(old.publish(user("a", "$x"), "$x/y"));
    CHECK_FALSE(old.publish(user("a+"), "dev/a+/b"));
    CHECK_FALSE(old.publish({}, "dev/%u/x"));
    Asked recent{text, Broker::mosquitto_2_1};
    CHECK_FALSE(recent.publish(user("a"), "xa"));
    CHECK(recent.publish(user("a"), "x%u"));
    CHECK_FALSE(recent.publish(user("a", "$x"), "$x/y"));
    Asked strict{text, Broker::strict};
    CHECK_FALSE(strict.publish(user("a/b"), "dev/a/b/c"));
    Asked deny{"user a/b\ntopic #\npattern deny dev/%u/x\n", Broker::strict};
    CHECK_FALSE(deny.publish(user("a/b"), "dev/anything"));
    CHECK(deny.publish(user("a/b"), "other"));
}

TEST_CASE("nobody writes under $SYS, but for a bridge's state") {
    Asked asked{"topic $SYS/#\ntopic $SYSTEM/#\n"};
    CHECK_FALSE(asked.publish({}, "$SYS/a"));
    CHECK_FALSE(asked.publish({}, "$SYSTEM/a"));
    CHECK(asked.publish({}, "$SYS/broker/connection/b/state"));
    CHECK(asked.decider.allows({}, {Operation::receive}, "$SYS/a"));
}

TEST_CASE("a default that allows does not open $SYS to publishers") {
    const auto policy =
        policy_of(read_dynsec(R"({"defaultACLAccess":{"publishClientSend":true}})"));
    Decider decider{policy, Broker::dynsec_2_0};
    const auto publish = [&](std::string_view topic) {
        return decider.allows({}, {Operation::publish}, topic);
    };
    CHECK(publish("a"));
    CHECK_FALSE(publish("$SYS/a"));
    CHECK_FALSE(publish("$SYSTEM/a"));
    CHECK(publish("$SYS/broker/connection/b/state"));
}

TEST_CASE("a shared subscription of Mosquitto 2.0 never sees topics that begin with $") {
    Asked asked{"topic read $x/#\n"};
    CHECK(asked.subscribe({}, "$x/a") == Answer::allowed);
    CHECK(asked.subscribe({}, "$share/g/$x/a") == Answer::denied);
    Asked strict{"topic read $x/#\n", Broker::strict};
    CHECK(strict.subscribe({}, "$share/g/$x/a") == Answer::allowed);
}

TEST_CASE("a subscription is allowed, partly allowed or denied") {
    Asked asked{"topic read a/+\ntopic read a/b/#\ntopic deny a/c\n"};
    CHECK(asked.subscribe({}, "a/b/+") == Answer::allowed);
    CHECK(asked.subscribe({}, "$share/g/a/b") == Answer::allowed);
    CHECK(asked.subscribe({}, "a/+") == Answer::partly);
    CHECK(asked.subscribe({}, "#") == Answer::partly);
    CHECK(asked.subscribe({}, "b/#") == Answer::denied);
    CHECK(asked.subscribe({}, "a/c") == Answer::denied);
}

TEST_CASE("a difference is one of meaning") {
    const auto changes = [](std::string_view old, std::string_view now) {
        const auto before = policy_of(read_acl_file(old));
        const auto after = policy_of(read_acl_file(now));
        return difference({before, Broker::mosquitto_2_0}, {after, Broker::mosquitto_2_0});
    };
    CHECK(changes("topic read a/#\n", "topic read a/+/#\ntopic read a\n").empty());
    CHECK(changes("user u\ntopic a\n", "topic b\nuser u\ntopic a\ntopic deny c\n").size() == 2);
    const auto lost = changes("pattern write dev/%u/#\n", "pattern write dev/%u/+\n");
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].who == Change::Who::other_users);
    CHECK_FALSE(lost[0].gained);
    CHECK(lost[0].witness == "dev/<user>");
}

TEST_CASE("a root that begins with $SYS and that one file alone names is no difference") {
    const auto with = [](std::string acls) {
        return R"({"defaultACLAccess": {"publishClientSend": true}, "clients": [{"username": "a",
            "roles": [{"rolename": "r"}]}], "roles": [{"rolename": "r", "acls": [)" +
               acls + "]}]}";
    };
    const auto plain = with("");
    const auto named =
        with(R"({"acltype": "publishClientSend", "topic": "$SYSTEM/#", "allow": false})");
    const auto before = policy_of(read_dynsec(plain));
    const auto after = policy_of(read_dynsec(named));
    CHECK(difference({before, Broker::dynsec_2_0}, {after, Broker::dynsec_2_0}).empty());
    CHECK(difference({after, Broker::dynsec_2_0}, {before, Broker::dynsec_2_0}).empty());
}

TEST_CASE("a user that is bound to a client id has it, and cannot come with another") {
    const auto policy = policy_of(read_dynsec(
        R"({"clients": [{"username": "a", "clientid": "lamp", "roles": [{"rolename": "r"}]}],
            "roles": [{"rolename": "r", "acls": [
              {"acltype": "publishClientSend", "topic": "dev/%c", "allow": true}]}]})"
    ));
    Decider decider{policy, Broker::dynsec_2_1};
    const auto decide = [&](std::optional<std::string> id) {
        return decider.decide({"a", std::move(id)}, {Operation::publish}, "dev/lamp");
    };
    CHECK(decide({}).answer == Answer::allowed);
    CHECK(decide({}).notes.empty());
    CHECK(decide("lamp").notes.empty());
    REQUIRE(decide("lamp2").notes.size() == 1);
    CHECK(decide("lamp2").notes[0].ends_with("bound to the client id 'lamp'"));
}
