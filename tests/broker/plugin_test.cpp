// SPDX-License-Identifier: Apache-2.0
// The broker plugin when files are bad, vanish and change: the broker neither crashes nor opens.
#include "tests/support/live_broker.hpp"
#include "tests/support/raw_client.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <filesystem>
#include <tuple>

using namespace mqttx::test;

namespace {

constexpr int not_authorized = 0x87;

std::string allowing(const std::string& topic, const std::string& more = "") {
    return "format = 'mqttx-acl/1'\n[[rule]]\nid = 'one'\nsubject = { user = 'u' }\n"
           "effect = 'allow'\noperation = 'both'\ntopic = '" +
           topic + "'\n" + more;
}

std::string configuration(const std::string& file, const std::string& more = "") {
    return "allow_anonymous true\nplugin " MQTTX_ACL_PLUGIN "\nplugin_opt_file " + file + "\n" +
           more;
}

bool may_publish(RawClient& client, const std::string& topic) {
    const auto code = client.publish({.topic = topic, .qos = 1});
    CHECK((code < 0x80 || code == not_authorized));
    return code < 0x80;
}

} // namespace

TEST_CASE("a file with faults keeps the broker from starting, and each fault has its place") {
    const Folder folder;
    const auto file = folder.write("acl", allowing("a/#/b", "qos = 3\n"));
    LiveBroker broker{configuration(file)};
    CHECK(broker.log().find(file + ":7:9: '#' must be the last level") != std::string::npos);
    CHECK(broker.log().find(file + ":8:7: 0, 1 or 2 is expected") != std::string::npos);
    CHECK(broker.stop() != 0);
    LiveBroker missing{configuration(folder.path_of("nothing"))};
    CHECK(missing.log().find("no such file") != std::string::npos);
    CHECK(missing.stop() != 0);
    LiveBroker unnamed{"allow_anonymous true\nplugin " MQTTX_ACL_PLUGIN "\n"};
    CHECK(unnamed.log().find("plugin_opt_file FILE is missing") != std::string::npos);
    CHECK(unnamed.stop() != 0);
    LiveBroker misspelt{configuration(file, "plugin_opt_fil x\n")};
    CHECK(misspelt.log().find("plugin_opt_fil x: not understood") != std::string::npos);
    CHECK(misspelt.stop() != 0);
}

TEST_CASE("a good reload counts at once, a bad one changes nothing") {
    const Folder folder;
    const auto file = folder.write("acl", allowing("a"));
    LiveBroker broker{configuration(file)};
    RawClient client{broker.port(), {.id = "c", .user = "u"}};
    REQUIRE(client.subscribe("a") == 0);
    CHECK(may_publish(client, "a"));
    CHECK_FALSE(may_publish(client, "b"));
    const auto keeps = [&] {
        broker.reload("the rules from before stay in force");
        CHECK(may_publish(client, "a"));
        CHECK_FALSE(may_publish(client, "b"));
        CHECK(client.subscribe("#") == not_authorized);
    };
    std::ignore = folder.write("acl", allowing("b", "efect = 'deny'\n"));
    keeps();
    CHECK(broker.log().find(file + ":8:1: unknown key 'efect'") != std::string::npos);
    std::ignore = folder.write("acl", "\x01\xFF garbage");
    keeps();
    std::ignore = folder.write("acl", "");
    keeps();
    std::filesystem::remove(file);
    keeps();
    CHECK(broker.log().find("no such file") != std::string::npos);
    std::filesystem::create_directory(file);
    keeps();
    std::filesystem::remove(file);
    client.messages();
    std::ignore = folder.write("acl", allowing("b"));
    broker.reload("1 rule in force");
    CHECK_FALSE(may_publish(client, "a"));
    CHECK(may_publish(client, "b"));
    RawClient other{broker.port(), {.id = "d", .user = "u"}};
    CHECK(other.subscribe("b") == 0);
    CHECK(other.subscribe("a") == not_authorized);
    CHECK(client.messages().empty()); // the subscription to "a" is there, but delivers nothing
}

TEST_CASE("a thousand clients that connect while the file is read again") {
    const Folder folder;
    std::string many;
    for (int at = 0; at < 3000; ++at) {
        many += "[[rule]]\nsubject = { user = 'u" + std::to_string(at) +
                "' }\neffect = 'allow'\noperation = 'both'\ntopic = 'x/" + std::to_string(at) +
                "'\n";
    }
    std::ignore = folder.write("acl", allowing("a", many));
    LiveBroker broker{configuration(folder.path_of("acl"), "plugin_opt_log_denied false\n")};
    int wrong = 0;
    for (int at = 0; at < 1000; ++at) {
        if (at % 100 == 0) {
            std::ignore = folder.write("acl", at % 200 == 0 ? allowing("a", many) : "broken = [");
            broker.signal_reload();
        }
        RawClient client{broker.port(), {.id = "c" + std::to_string(at), .user = "u"}};
        wrong += client.publish({.topic = "a", .qos = 1}) < 0x80 ? 0 : 1;
        wrong += client.publish({.topic = "b", .qos = 1}) == not_authorized ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("a denial is logged with the rule that decides, a flood of them in part") {
    const Folder folder;
    const auto file = folder.write(
        "acl",
        allowing(
            "a/#",
            "[[rule]]\nid = 'no'\nsubject = { any = true }\neffect = 'deny'\n"
            "operation = 'both'\ntopic = 'a/secret'\n"
        )
    );
    LiveBroker broker{configuration(file)};
    RawClient client{broker.port(), {.id = "c", .user = "u"}};
    CHECK_FALSE(may_publish(client, "a/secret"));
    broker.wait_for_log(
        "denied: client 'c' (user 'u') publish a/secret at QoS 1: " + file + ":13:9: rule no"
    );
    CHECK(client.subscribe("a/#", 2) == not_authorized);
    broker.wait_for_log("subscribe a/# at QoS 2: " + file + ":13:9: rule no");
    CHECK_FALSE(may_publish(client, "b\u202Eforged"));
    broker.wait_for_log("publish b\\u{202e}forged at QoS 1: no rule allows it");
    for (int at = 0; at < 200; ++at) {
        CHECK_FALSE(may_publish(client, "b"));
    }
    CHECK(may_publish(client, "a/b"));
}

TEST_CASE("a will that is denied is not sent, and a session that waits goes by the file") {
    const Folder folder;
    LiveBroker broker{configuration(folder.write("acl", allowing("a/#")))};
    RawClient watcher{broker.port(), {.id = "w", .user = "u"}};
    REQUIRE(watcher.subscribe("a/#") == 0);
    for (const auto* topic : {"a/will", "b/will"}) {
        RawClient client{broker.port(), {.id = "c", .user = "u", .will = Message{.topic = topic}}};
        client.vanish();
    }
    RawClient stranger{broker.port(), {.id = "s", .will = Message{.topic = "a/stranger"}}};
    stranger.vanish();
    RawClient{broker.port(), {.id = "x", .user = "u"}}.publish({.topic = "a/last", .qos = 1});
    CHECK(watcher.topics() == std::set<std::string>{"a/will", "a/last"});
}
