// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/binding.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "common/acl/who.hpp"
#include "common/base/text.hpp"
#include "tests/unit/acl/chance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <ostream>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

bool includes(const Grant& grant, const Client& client) {
    const auto name = client.name();
    const bool right_user = grant.who == Grant::Who::user        ? name == grant.user
                            : grant.who == Grant::Who::anonymous ? !name
                            : name                               ? grant.users.has(*name)
                                   : grant.who == Grant::Who::everybody;
    return right_user && grant.ids.has(*client.id);
}

/// How often a client is listed.
long times_listed(const std::vector<Grant>& grants, const Client& client) {
    return std::count_if(grants.begin(), grants.end(), [&](const Grant& grant) {
        return includes(grant, client);
    });
}

constexpr std::array topics{
    "a", "b", "a/b", "a/a", "b/a/c", "$a/b", "ab", "a/ab", "/b", "%u", "xa/b"};

/// Asks about each client one by one; the answer must list those who may, each once.
void compare(const std::string& text, const Policy& policy, Broker broker) {
    Decider decider{policy, broker};
    for (const auto operation : {Operation::publish, Operation::receive}) {
        for (const auto* topic : topics) {
            const auto grants = who_may(policy, broker, operation, topic);
            for (std::size_t user = 0; user <= some_names.size(); ++user) {
                for (const auto* id : some_names) {
                    Client client{{}, id};
                    if (user < some_names.size()) {
                        client.user = some_names[user];
                    }
                    const auto* subject = policy.find(client.name());
                    if (subject != nullptr && subject->client_id && *subject->client_id != id) {
                        continue; // cannot connect with that client id
                    }
                    const bool may = decider.allows(client, {operation}, topic);
                    const auto listed = times_listed(grants, client);
                    if (listed != (may ? 1 : 0)) {
                        FAIL(
                            cat(text,
                                "\n",
                                broker_name(broker),
                                operation == Operation::publish ? " publish " : " receive ",
                                topic,
                                " user ",
                                client.user.value_or("(none)"),
                                " id ",
                                id,
                                may ? " may" : " may not",
                                ", listed ",
                                listed)
                        );
                    }
                }
            }
        }
    }
}

} // namespace

TEST_CASE("what may stand for the variables of a filter") {
    using Found = std::vector<Binding>;
    CHECK(bindings("dev/%u/up", "dev/alice/up") == Found{{"alice", {}}});
    CHECK(bindings("dev/%u/#", "dev/a/b") == Found{{"a", {}}, {"a/b", {}}});
    CHECK(bindings("x%u-%c", "xa-b-c") == Found{{"a", "b-c"}, {"a-b", "c"}});
    CHECK(bindings("%c/%c", "a/a") == Found{{{}, "a"}});
    CHECK(bindings("%c/%c", "a/b").empty());
    CHECK(bindings("+/%u/+", "a/b/c") == Found{{"b", {}}});
    CHECK(bindings("a/#", "a") == Found{{}});
}

TEST_CASE("everyone who may is listed, and nobody else: acl_file against the answer about each") {
    Chance chance{20};
    for (int round = 0; round < 60; ++round) {
        const auto text = chance.acl_file();
        const auto policy = policy_of(read_acl_file(text));
        for (const auto broker : {Broker::mosquitto_2_0, Broker::mosquitto_2_1, Broker::strict}) {
            compare(text, policy, broker);
        }
    }
}

TEST_CASE("everyone who may is listed, and nobody else: dynsec against the answer about each") {
    Chance chance{21};
    for (int round = 0; round < 40; ++round) {
        const auto text = chance.dynsec_file();
        const auto policy = policy_of(read_dynsec(text));
        for (const auto broker : {Broker::dynsec_2_0, Broker::dynsec_2_1, Broker::strict}) {
            compare(text, policy, broker);
        }
    }
}
