// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::acl;
using Cause = DynsecNotice::Cause;

namespace {

struct Read {
    std::string text;
    DynsecFile file;

    explicit Read(std::string given) : text{std::move(given)}, file{read_dynsec(text)} {}

    [[nodiscard]] std::vector<Cause> causes() const {
        std::vector<Cause> found;
        for (const auto& notice : file.notices) {
            found.push_back(notice.cause);
        }
        return found;
    }
};

constexpr const char* complete = R"({
  "defaultACLAccess": {"publishClientSend": false, "publishClientReceive": true,
                       "subscribe": false, "unsubscribe": true},
  "roles": [{"rolename": "sensor", "allowwildcardsubs": false, "acls": [
    {"acltype": "publishClientSend", "topic": "dev/#", "priority": 2, "allow": true},
    {"acltype": "SUBSCRIBEpattern", "topic": "cmd/+"}]}],
  "groups": [{"groupname": "all", "roles": [{"rolename": "sensor", "priority": 7}],
              "clients": [{"username": "alice", "priority": 3}, {"username": "bob"}]}],
  "clients": [
    {"username": "alice", "clientid": "a1", "password": "x", "salt": "y", "iterations": 101,
     "roles": [{"rolename": "sensor"}]},
    {"username": "bob", "disabled": true}],
  "anonymousGroup": "all"
})";

} // namespace

TEST_CASE("a complete configuration") {
    const Read read{complete};
    CHECK(read.file.document.faults.empty());
    CHECK(read.causes().empty());
    CHECK(read.file.defaults.publish_client_receive);
    CHECK(read.file.defaults.unsubscribe);
    CHECK_FALSE(read.file.defaults.publish_client_send);
    CHECK_FALSE(read.file.defaults.subscribe);

    REQUIRE(read.file.roles.size() == 1);
    const auto& role = read.file.roles[0];
    CHECK(role.name == "sensor");
    CHECK(role.name_span.in(read.text) == "\"sensor\"");
    CHECK_FALSE(role.allow_wildcard_subscriptions);
    REQUIRE(role.acls.size() == 2);
    CHECK(role.acls[0].type == DynsecAclType::publish_client_send);
    CHECK(role.acls[0].priority == 2);
    CHECK(role.acls[0].allow);
    CHECK(role.acls[0].topic_span.in(read.text) == "\"dev/#\"");
    CHECK(role.acls[1].type == DynsecAclType::subscribe_pattern);
    CHECK(role.acls[1].priority == 0);
    CHECK_FALSE(role.acls[1].allow);

    REQUIRE(read.file.clients.size() == 2);
    CHECK(read.file.clients[0].client_id == "a1");
    CHECK(read.file.clients[0].has_password);
    CHECK(read.file.clients[0].roles.at(0).priority == -1);
    CHECK(read.file.clients[1].disabled);
    CHECK_FALSE(read.file.clients[1].has_password);

    REQUIRE(read.file.groups.size() == 1);
    CHECK(read.file.groups[0].roles.at(0).priority == 7);
    CHECK(read.file.groups[0].clients.at(0).priority == 3);
    CHECK(read.file.anonymous_group->name == "all");
}

TEST_CASE("an empty configuration denies everything") {
    const Read read{"{}"};
    CHECK(read.causes().empty());
    CHECK_FALSE(read.file.defaults.publish_client_receive);
    CHECK_FALSE(read.file.defaults.unsubscribe);
}

TEST_CASE("what the broker passes over is noted") {
    CHECK(Read{"[]"}.causes() == std::vector{Cause::not_an_object});
    CHECK(
        Read{R"({"roles":[{"acls":[]},1]})"}.causes() ==
        std::vector{Cause::no_name, Cause::not_an_object}
    );
    CHECK(
        Read{R"({"roles":[{"rolename":"r","acls":[{"acltype":"publish","topic":"a"},
                   {"topic":"a"},{"acltype":"subscribePattern","topic":""}]}]})"}
            .causes() == std::vector{Cause::unknown_acl_type, Cause::no_acl_type, Cause::no_topic}
    );
    CHECK(
        Read{R"({"defaultACLAccess":{"subscribe":1},"role":[]})"}.causes() ==
        std::vector{Cause::wrong_kind, Cause::unknown_member}
    );
    CHECK(
        Read{R"({"clients":[{"username":"a","roles":[{"rolename":"r"}]},{"username":"a"}]})"}
            .causes() == std::vector{Cause::unknown_role, Cause::duplicate_name}
    );
    CHECK(
        Read{R"({"groups":[{"groupname":"g","clients":[{"username":"a"},{"username":"a"}]}],
                   "anonymousGroup":"h"})"}
            .causes() ==
        std::vector{Cause::unknown_client, Cause::repeated_member, Cause::unknown_group}
    );
}

TEST_CASE("a duplicate is shown with the first of its name") {
    const Read read{R"({"roles":[{"rolename":"r"},{"rolename":"r"}]})"};
    REQUIRE(read.file.notices.size() == 1);
    CHECK(read.file.notices[0].first == read.file.roles[0].name_span);
    CHECK(read.file.notices[0].span == read.file.roles[1].name_span);
}

TEST_CASE("a broken file is read as far as it goes") {
    const Read read{R"({"roles":[{"rolename":"r","acls":[{"acltype":"publishClientSend",)"};
    CHECK(read.file.document.error() != nullptr);
    CHECK(read.file.roles.size() == 1);
}
