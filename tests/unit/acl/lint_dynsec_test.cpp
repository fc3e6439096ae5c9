// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint.hpp"
#include "common/acl/lint_rules.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mqttx::acl;

namespace {

/// The ids of all findings, in order, joined by blanks; those of severity info in brackets.
std::string ids(const std::string& text) {
    std::string joined;
    for (const auto& finding : lint(read_dynsec(text), {}).findings) {
        const std::string id{finding.id};
        joined += (joined.empty() ? "" : " ") +
                  (finding.severity == Severity::info ? "(" + id + ")" : id);
    }
    return joined;
}

/// A configuration of one client with one role; its entries, and members of the file before it.
std::string with(const std::string& entries, const std::string& before = {}) {
    return "{" + before +
           R"("clients":[{"username":"lamp","roles":[{"rolename":"light"}]}],)"
           R"("roles":[{"rolename":"light","acls":[)" +
           entries + "]}]}";
}

std::string allow(const std::string& type, const std::string& topic, int priority = 0) {
    return R"({"acltype":")" + type + R"(","topic":")" + topic + R"(","priority":)" +
           std::to_string(priority) + R"(,"allow":true})";
}

std::string deny(const std::string& type, const std::string& topic, int priority = 0) {
    return R"({"acltype":")" + type + R"(","topic":")" + topic + R"(","priority":)" +
           std::to_string(priority) + R"(,"allow":false})";
}

const std::string delivers = R"("defaultACLAccess":{"publishClientReceive":true},)";

} // namespace

TEST_CASE("dynsec: a correct configuration is left alone") {
    CHECK(ids("{}") == "(A510)");
    CHECK(ids(with(
                  allow("publishClientSend", "light/state") + "," +
                      allow("subscribePattern", "light/#") + "," +
                      deny("publishClientReceive", "light/secret", 5),
                  delivers
              ))
              .empty());
    // what mosquitto_ctrl dynsec init writes
    CHECK(ids(R"({"defaultACLAccess":{"publishClientSend":false,"publishClientReceive":true,
        "subscribe":false,"unsubscribe":true},
        "clients":[{"username":"admin","textName":"Dynsec admin user","password":"x","salt":"y",
          "iterations":1000,"roles":[{"rolename":"admin"}]}],
        "groups":[],
        "roles":[{"rolename":"admin","acls":[
          {"acltype":"publishClientSend","topic":"$CONTROL/dynamic-security/#","allow":true},
          {"acltype":"publishClientReceive","topic":"$CONTROL/dynamic-security/#","allow":true},
          {"acltype":"subscribePattern","topic":"$CONTROL/dynamic-security/#","allow":true},
          {"acltype":"publishClientReceive","topic":"$SYS/#","allow":true},
          {"acltype":"subscribePattern","topic":"$SYS/#","allow":true},
          {"acltype":"publishClientReceive","topic":"#","allow":true},
          {"acltype":"subscribePattern","topic":"#","allow":true},
          {"acltype":"unsubscribePattern","topic":"#","allow":true}]}]})")
              .empty());
}

TEST_CASE("dynsec: a document that is no JSON is one finding, a NUL and bad text their own") {
    CHECK(ids("{\"roles\": [}") == "A021");
    CHECK(ids("{") == "A021");
    CHECK(ids("{\"a\": \"\xFF\"}") == "A018");
    CHECK(ids(std::string{"{\0}", 3}) == "A004");
    CHECK(ids(std::string(2000, '[')) == "A021");
    CHECK(ids(R"({"roles":[],"ROLES":[]})") == "(A510) A022");
}

TEST_CASE("dynsec: topics by themselves") {
    CHECK(ids(with(allow("publishClientSend", "a/#/b"))) == "A101");
    CHECK(ids(with(allow("publishClientSend", "a+/b"))) == "A102");
    CHECK(ids(with(allow("publishClientSend", "$share/g/b"))) == "A110");
    CHECK(ids(with(allow("subscribePattern", "$share/g/b"))).empty());
    CHECK(ids(with(allow("subscribePattern", "$sys/#"))) == "A111");
    CHECK(ids(with(allow("publishClientSend", "/a//b/"))) == "(A106) (A108) (A107)");
    CHECK(ids(with(allow("publishClientSend", "a/%U/b"))) == "A204");
    CHECK(ids(with(allow("publishClientSend", "a/x%u/b"))) == "A203");
    CHECK(ids(with(allow("publishClientSend", "a/%u/b"))).empty());
}

TEST_CASE("dynsec: the first entry that matches decides") {
    const std::string send = "publishClientSend";
    CHECK(ids(with(allow(send, "a/#") + "," + deny(send, "a/b"))) == "A307");
    CHECK(ids(with(allow(send, "a/#") + "," + deny(send, "a/b", 1))).empty());
    CHECK(ids(with(allow(send, "a/#") + "," + allow(send, "a/b"))) == "A302");
    CHECK(ids(with(allow(send, "a/b") + "," + allow(send, "a/#"))) == "A302");
    CHECK(ids(with(allow(send, "a/b") + "," + allow(send, "a/b"))) == "A301");
    // needed: the deny between them would take it
    CHECK(ids(with(allow(send, "a/b", 2) + "," + deny(send, "a/+", 1) + "," + allow(send, "a/#")))
              .empty());
    CHECK(
        ids(with(allow(send, "a/+") + "," + allow(send, "a/+/#") + "," + allow(send, "a/b/c"))) ==
        "A302 A302"
    );
    // together they have every topic below a, but not one of them alone
    CHECK(
        ids(with(
            allow(send, "a/+/+/#", 1) + "," + allow(send, "a/+", 1) + "," + allow(send, "a", 1) +
            "," + allow(send, "a/#")
        )) == "A302 A302 A302 A303"
    );
    // a subscription is judged by one entry that contains it: two do not add up
    CHECK(ids(with(allow("subscribePattern", "a/b", 1) + "," + deny("subscribePattern", "a/+", 1)))
              .empty());
    CHECK(
        ids(with(allow("subscribeLiteral", "a/#") + "," + allow("subscribeLiteral", "a/b"))).empty()
    );
    CHECK(ids(with(allow(send, "a") + "," + deny(send, "b"))) == "A308");
}

TEST_CASE("dynsec: rights") {
    CHECK(ids(with(allow("publishClientSend", "#"))) == "A401");
    CHECK(ids(with(allow("subscribePattern", "#"))) == "A402");
    CHECK(ids(with(allow("publishClientReceive", "#"))).empty());
    CHECK(ids(with(allow("subscribePattern", "+/+/#"))) == "A403");
    CHECK(ids(with(allow("publishClientSend", "$SYS/x"))) == "A406");
    CHECK(ids(with(allow("publishClientSend", "$CONTROL/dynamic-security/v1"))) == "A407");
    CHECK(ids(with(allow("publishClientSend", "dev/+/status"))) == "A410");
    CHECK(ids(with(allow("subscribePattern", "/#"), delivers)) == "(A106) A415");
    CHECK(ids(with(allow("subscribePattern", "/#"))) == "(A106)");
    CHECK(
        ids(R"({"groups":[{"groupname":"g","roles":[{"rolename":"r"}]}],"anonymousGroup":"g",)"
            R"("roles":[{"rolename":"r","acls":[)" +
            allow("publishClientSend", "a") + "]}]}") == "A404"
    );
    CHECK(ids(with("", R"("defaultACLAccess":{"subscribe":true},)")) == "A411");
}

TEST_CASE("dynsec: a deny that a wider subscription evades") {
    const auto narrow = deny("subscribePattern", "a/secret/#", 1);
    const auto wide = allow("subscribePattern", "a/#");
    const auto text = with(narrow + "," + wide, delivers);
    const auto findings = lint(read_dynsec(text), {}).findings;
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].id == "A412");
    CHECK(findings[0].message == "a subscription to 'a/#' evades this deny");
    CHECK(findings[0].witness == "a/secret is delivered");
    CHECK(findings[0].span.in(text) == "a/secret/#");
    CHECK(ids(with(narrow + "," + wide)).empty()); // nothing is delivered at all
    CHECK(ids(with(narrow + "," + wide + "," + deny("publishClientReceive", "a/secret/#"), delivers)
    )
              .empty());
}

TEST_CASE("dynsec: passwords and names") {
    CHECK(ids(R"({"clients":[{"username":"a","password":"p"}]})") == "(A322) A416");
    CHECK(
        ids(R"({"clients":[{"username":"a","password":"p","salt":"s","iterations":101}]})") ==
        "(A322) (A416)"
    );
    CHECK(ids(R"({"clients":[{"username":"${USER}"}]})") == "(A322) A508");
}
