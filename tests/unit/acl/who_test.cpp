// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/binding.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "common/acl/who.hpp"
#include "common/base/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <random>

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

constexpr std::array names{
    "a", "b", "c", "a/b", "b/", "/", "ab", "a+", "#", "$a", "$a/b", "%u", "zz"};
constexpr std::array topics{
    "a", "b", "a/b", "a/a", "b/a/c", "$a/b", "ab", "a/ab", "/b", "%u", "xa/b"};

class Chance {
  public:
    explicit Chance(unsigned seed) : engine_{seed} {}

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(engine_);
    }

    template <typename Values> std::string pick(const Values& values) {
        return std::string{values[below(std::size(values))]};
    }

    std::string filter() {
        constexpr std::array levels{"a", "b", "+", "%u", "%c", "x%u", "%u%c", "", "a", "$a"};
        std::string text;
        const auto count = 1 + below(3);
        for (std::size_t at = 0; at < count; ++at) {
            text += cat(at == 0 ? "" : "/", pick(levels));
        }
        if (below(3) == 0) {
            text += text.empty() ? "#" : "/#";
        }
        return text.empty() ? "a" : text;
    }

    std::string acl_file() {
        constexpr std::array accesses{"read", "write", "readwrite", "deny"};
        std::string text;
        for (auto lines = 1 + below(7); lines > 0; --lines) {
            const auto kind = below(4);
            if (kind == 0) {
                text += cat("user ", names[below(4)], '\n');
            } else {
                text += cat(kind == 1 ? "topic " : "pattern ", pick(accesses), ' ', filter(), '\n');
            }
        }
        return text;
    }

    std::string dynsec_entry() {
        constexpr std::array types{
            "publishClientSend", "publishClientReceive", "subscribeLiteral", "subscribePattern"};
        return cat(
            R"({"acltype":")",
            pick(types),
            R"(","topic":")",
            filter(),
            R"(","priority":)",
            below(2),
            R"(,"allow":)",
            below(3) == 0 ? "false" : "true",
            '}'
        );
    }

    std::string dynsec_file() {
        std::string roles;
        for (const auto* role : {"r", "s"}) {
            std::string entries;
            for (auto count = 1 + below(4); count > 0; --count) {
                entries += cat(entries.empty() ? "" : ",", dynsec_entry());
            }
            roles += cat(
                roles.empty() ? "" : ",", R"({"rolename":")", role, R"(","acls":[)", entries, "]}"
            );
        }
        return cat(
            R"({"defaultACLAccess":{"publishClientSend":)",
            below(4) == 0 ? "true" : "false",
            R"(,"publishClientReceive":true,"subscribe":)",
            below(4) == 0 ? "true" : "false",
            R"(},"roles":[)",
            roles,
            R"(],"clients":[{"username":"a","roles":[{"rolename":"r"}]},)",
            R"({"username":"b","clientid":"c","roles":[{"rolename":"s","priority":1},{"rolename":"r"}]}],)",
            R"("groups":[{"groupname":"g","roles":[{"rolename":"s"}],"clients":[{"username":"a"}]}],)",
            R"("anonymousGroup":"g"})"
        );
    }

  private:
    std::mt19937 engine_;
};

/// Asks about each client one by one; the answer must list those who may, each once.
void compare(const std::string& text, const Policy& policy, Broker broker) {
    Decider decider{policy, broker};
    for (const auto operation : {Operation::publish, Operation::receive}) {
        for (const auto* topic : topics) {
            const auto grants = who_may(policy, broker, operation, topic);
            for (std::size_t user = 0; user <= names.size(); ++user) {
                for (const auto* id : names) {
                    Client client{{}, id};
                    if (user < names.size()) {
                        client.user = names[user];
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
