// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec_policy.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::acl;

namespace {

/// Names of the sections that apply to a subject, the first in front.
std::string sections_of(const Policy& policy, std::optional<std::string_view> name) {
    const auto* subject = policy.find(name);
    REQUIRE(subject != nullptr);
    std::string names;
    for (const auto& link : policy.links_of(*subject)) {
        names += std::string{policy.sections[link.section].name} + ' ';
    }
    return names;
}

} // namespace

TEST_CASE("roles of a client go before those of its groups") {
    const std::string text = R"({
      "roles": [{"rolename": "a"}, {"rolename": "b"}, {"rolename": "c"}, {"rolename": "d"}],
      "clients": [{"username": "u", "roles": [
        {"rolename": "b"}, {"rolename": "a"}, {"rolename": "c", "priority": 2},
        {"rolename": "none"}, {"rolename": "b", "priority": 9}]}],
      "groups": [
        {"groupname": "z", "roles": [{"rolename": "d"}], "clients": [{"username": "u"}]},
        {"groupname": "y", "roles": [{"rolename": "a"}], "clients": [{"username": "u"}]},
        {"groupname": "x", "roles": [{"rolename": "c"}],
         "clients": [{"username": "u", "priority": -2}]}],
      "anonymousGroup": "z"})";
    const auto file = read_dynsec(text);
    const auto policy = policy_of(file);
    CHECK(sections_of(policy, "u") == "c a b a d c ");
    CHECK(sections_of(policy, std::nullopt) == "d ");
    CHECK(policy.find("nobody") == nullptr);
}

TEST_CASE("entries become rules with their places") {
    const std::string text = R"({"defaultACLAccess": {"publishClientReceive": true},
      "roles": [{"rolename": "r\u00e4", "acls": [
        {"acltype": "publishClientSend", "topic": "a\/%u", "allow": true, "priority": 5},
        {"acltype": "subscribeLiteral", "topic": "#"},
        {"acltype": "subscribePattern", "topic": "a/#/b", "allow": true}]}]})";
    const auto file = read_dynsec(text);
    const auto policy = policy_of(file);
    CHECK(policy.sections.at(0).name == "r\xC3\xA4");
    REQUIRE(policy.rules.size() == 2);
    CHECK(policy.rules[0].filter == "a/%u");
    CHECK(policy.rules[0].priority == 5);
    CHECK(policy.rules[0].effect == Effect::allow);
    CHECK(policy.rules[0].has_variables);
    CHECK(policy.rules[0].operations == Operations{Operation::publish});
    CHECK(policy.rules[1].literal);
    CHECK(policy.rules[1].effect == Effect::deny);
    CHECK(policy.default_for(Operation::receive) == Effect::allow);
    CHECK(policy.default_for(Operation::publish) == Effect::deny);
}
