// SPDX-License-Identifier: Apache-2.0
// What Mosquitto 2.0 makes of permission files, one behaviour a case: the live broker and our
// decisions are asked the same, and both must say what is written here.
#include "common/acl/acl_file.hpp"
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/decide.hpp"
#include "tests/support/live_broker.hpp"
#include "tests/support/raw_client.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

using namespace mqttx;
using namespace std::string_literals;
using test::Login;
using test::RawClient;

namespace {

constexpr int denied = 0x87;
constexpr int unheard = 0x10; // taken, and nobody has subscribed

/// A broker with a permission file, and its reader `boss`, who may do everything.
class World {
  public:
    explicit World(const std::string& rules)
        : text_{rules.find('\0') == std::string::npos ? rules + boss_rules : boss_rules + rules},
          policy_{acl::policy_of(acl::read_acl_file(text_))},
          decider_{policy_, acl::Broker::mosquitto_2_0}, path_{folder_.write("acl", text_)},
          broker_{"allow_anonymous true\nacl_file " + path_ + "\n"}, boss_{port(), as("boss")} {}

    static Login as(const std::string& user, const std::string& id = "id") {
        return {.id = user == "boss" ? "boss" : id, .user = user};
    }

    [[nodiscard]] int port() const { return broker_.port(); }

    RawClient& boss() { return boss_; }

    bool may_publish(const Login& login, const std::string& topic, int qos = 1) {
        RawClient client{port(), login};
        boss_.subscribe(topic);
        boss_.messages();
        const auto code = client.publish({.topic = topic, .qos = qos});
        const bool live = boss_.topics().contains(topic);
        CHECK((qos == 0 || code == (live ? 0 : denied)));
        CHECK(decider_.allows(client_of(login), {acl::Operation::publish, qos}, topic) == live);
        return live;
    }

    bool may_receive(const Login& login, const std::string& topic) {
        return arrives(login, topic, topic);
    }

    bool arrives(const Login& login, const std::string& filter, const std::string& topic) {
        RawClient client{port(), login};
        CHECK(client.subscribe(filter) == 0); // whatever is asked for
        boss_.publish({.topic = topic, .qos = 1});
        const bool live = client.topics().contains(topic);
        CHECK(decider_.allows(client_of(login), {acl::Operation::receive}, topic) == live);
        return live;
    }

    void reload(const std::string& rules) {
        (void)folder_.write("acl", rules);
        broker_.reload();
    }

    void reload_without_file() {
        std::filesystem::remove(path_);
        broker_.reload();
    }

  private:
    static acl::Client client_of(const Login& login) { return {login.user, login.id}; }

    inline static const std::string boss_rules =
        "user boss\ntopic readwrite #\ntopic readwrite $x/#\ntopic readwrite $SYS/#\n";

    test::Folder folder_;
    std::string text_;
    acl::Policy policy_;
    acl::Decider decider_;
    std::string path_;
    test::LiveBroker broker_;
    RawClient boss_;
};

const Login anonymous{.id = "id"};

} // namespace

TEST_CASE("rules before the first user are for clients without a name, and an empty name is none") {
    World world{"topic write a\nuser alice\n"};
    CHECK(world.may_publish(anonymous, "a"));
    CHECK(world.may_publish(World::as(""), "a"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "a"));
    CHECK_FALSE(world.may_publish(World::as("bob"), "a"));
}

TEST_CASE("a pattern is for everybody wherever it stands, users without section included") {
    World world{"user alice\ntopic write a\npattern write %c/x\n"};
    CHECK(world.may_publish(World::as("alice"), "id/x"));
    CHECK(world.may_publish(World::as("bob"), "id/x"));
    CHECK(world.may_publish(anonymous, "id/x"));
    CHECK_FALSE(world.may_publish(World::as("bob"), "a"));
}

TEST_CASE("a pattern with %u is passed over for clients without a name, a deny too") {
    World world{"pattern deny dev/%u\npattern write dev/#\npattern deny +/%u/x\n"};
    CHECK(world.may_publish(anonymous, "dev/alice"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "dev/alice"));
    CHECK(world.may_publish(World::as("bob"), "dev/alice"));
}

TEST_CASE("the sections of a user are one") {
    World world{"user alice\ntopic write a\nuser bob\ntopic write c\nuser alice\ntopic write b\n"};
    CHECK(world.may_publish(World::as("alice"), "a"));
    CHECK(world.may_publish(World::as("alice"), "b"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "c"));
}

TEST_CASE("user names are bytes: no case, glob, list, quote or comment") {
    World world{"user Alice\ntopic a\nuser *\ntopic a\nuser bob,carol\ntopic a\nuser \"dave\"\n"
                "topic a\nuser eve # admin\ntopic a\n"};
    for (const auto* name : {"alice", "bob", "carol", "dave", "eve", "anybody"}) {
        CHECK_FALSE(world.may_publish(World::as(name), "a"));
    }
    for (const auto* name : {"Alice", "*", "bob,carol", "\"dave\"", "eve # admin"}) {
        CHECK(world.may_publish(World::as(name), "a"));
    }
}

TEST_CASE("in one list a deny wins, wherever it stands and however broad it is") {
    World world{"user alice\ntopic write a/b\ntopic deny a/#\ntopic write c\n"};
    CHECK_FALSE(world.may_publish(World::as("alice"), "a/b"));
    CHECK(world.may_publish(World::as("alice"), "c"));
}

TEST_CASE("rules of a user go before patterns, allow and deny alike") {
    World world{"pattern deny a\npattern write b\nuser alice\ntopic write a\ntopic deny b\n"};
    CHECK(world.may_publish(World::as("alice"), "a"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "b"));
    CHECK(world.may_publish(World::as("bob"), "b"));
}

TEST_CASE("a deny for clients without a name is not for users") {
    World world{"topic deny a\npattern write a\n"};
    CHECK_FALSE(world.may_publish(anonymous, "a"));
    CHECK(world.may_publish(World::as("alice"), "a"));
}

TEST_CASE("%u and %c are replaced within a level too") {
    World world{"pattern write x%u-%c\n"};
    CHECK(world.may_publish(World::as("alice", "7"), "xalice-7"));
    CHECK_FALSE(world.may_publish(World::as("alice", "7"), "x%u-%c"));
}

TEST_CASE("names with wildcards get nothing from patterns, and keep their own rules") {
    World world{"pattern write a\npattern write %u/#\nuser +\ntopic write b\n"};
    for (const auto& login : {World::as("+"), World::as("x#"), World::as("alice", "c+")}) {
        CHECK_FALSE(world.may_publish(login, "a"));
        CHECK_FALSE(world.may_publish(login, "alice/x"));
    }
    CHECK(world.may_publish(World::as("+"), "b"));
}

TEST_CASE("a name with '/' reaches into the tree of another user, a '$' name into '$'") {
    World world{"pattern write dev/%u/#\npattern write %c/#\n"};
    CHECK(world.may_publish(World::as("a/b"), "dev/a/b/x"));
    CHECK(world.may_publish(World::as("u", "$x"), "$x/y"));
}

TEST_CASE("every SUBSCRIBE is accepted, and each message looked at") {
    World world{"user alice\ntopic read a\n"};
    CHECK(world.arrives(World::as("alice"), "#", "a"));
    CHECK_FALSE(world.arrives(World::as("alice"), "#", "b"));
    CHECK_FALSE(world.arrives(World::as("alice"), "$SYS/#", "$SYS/broker/connection/x/state"));
    world.boss().publish({.topic = "a", .qos = 1, .retain = true});
    world.boss().publish({.topic = "b", .qos = 1, .retain = true});
    RawClient client{world.port(), World::as("alice")};
    client.subscribe("#");
    CHECK(client.topics() == std::set<std::string>{"a"});
}

TEST_CASE("queued messages are looked at too") {
    World world{"user alice\ntopic read a\n"};
    Login login{.id = "id", .user = "alice", .clean = false};
    RawClient{world.port(), login}.subscribe("#", 1);
    world.boss().publish({.topic = "a", .qos = 1});
    world.boss().publish({.topic = "b", .qos = 1});
    CHECK(RawClient{world.port(), login}.topics() == std::set<std::string>{"a"});
}

TEST_CASE("of a shared subscription, what falls to a member without permission is lost") {
    World world{"user alice\ntopic read a\n"};
    RawClient alice{world.port(), World::as("alice", "1")};
    RawClient bob{world.port(), World::as("bob", "2")};
    alice.subscribe("$share/g/a");
    bob.subscribe("$share/g/a");
    world.boss().publish(std::vector<test::Message>(10, {.topic = "a", .qos = 1}));
    CHECK(alice.messages().size() == 5);
    CHECK(bob.messages().empty());
}

TEST_CASE("a rule about $share gives nothing") {
    World world{"user alice\ntopic read $share/g/a\n"};
    CHECK_FALSE(world.arrives(World::as("alice"), "$share/g/a", "a"));
}

TEST_CASE("QoS makes no difference") {
    World world{"user alice\ntopic write a\n"};
    for (const int qos : {0, 1, 2}) {
        CHECK(world.may_publish(World::as("alice"), "a", qos));
        CHECK_FALSE(world.may_publish(World::as("alice"), "b", qos));
    }
}

TEST_CASE("a will that is denied is dropped without a word") {
    World world{"user alice\ntopic write a\n"};
    world.boss().subscribe("#");
    for (const auto* topic : {"a", "b"}) {
        Login login = World::as("alice");
        login.will = {.topic = topic};
        RawClient client{world.port(), login};
        CHECK(client.code() == 0);
        client.vanish();
    }
    while (world.boss().topics().empty()) { // the broker sees the end when it comes to it
    }
    CHECK(world.boss().topics().empty());
}

TEST_CASE("with MQTT 3.1.1 the PUBACK of a denied message looks like any other") {
    World world{"user alice\ntopic write a\n"};
    RawClient client{world.port(), {.id = "id", .user = "alice", .mqtt5 = false}};
    CHECK(client.publish({.topic = "b", .qos = 1}) == 0);
    world.boss().subscribe("b");
    CHECK(world.boss().messages().empty());
}

TEST_CASE("a wildcard at the first level is never about '$'") {
    World world{"user alice\ntopic #\ntopic +/y\n"};
    CHECK(world.may_publish(World::as("alice"), "x/y"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "$x/y"));
    CHECK_FALSE(world.may_receive(World::as("alice"), "$x/y"));
}

TEST_CASE("nobody writes to what begins with $SYS, but for the state of a bridge") {
    World world{"user alice\ntopic $SYS/#\ntopic $SYSTEM/#\ntopic $x/#\n"};
    CHECK_FALSE(world.may_publish(World::as("alice"), "$SYS/a"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "$SYSTEM/a"));
    CHECK(world.may_publish(World::as("alice"), "$SYS/broker/connection/x/state"));
    CHECK(world.may_publish(World::as("alice"), "$x/a"));
}

TEST_CASE("a good reload is for clients and subscriptions that are there") {
    World world{"user alice\ntopic read a\n"};
    RawClient alice{world.port(), World::as("alice")};
    alice.subscribe("#");
    world.reload("user boss\ntopic #\nuser alice\ntopic read b\n");
    world.boss().publish({.topic = "a", .qos = 1});
    world.boss().publish({.topic = "b", .qos = 1});
    CHECK(alice.topics() == std::set<std::string>{"b"});
}

TEST_CASE("a bad reload opens the broker to everybody") {
    World broken{"user alice\ntopic read a\n"};
    RawClient stranger{broken.port(), anonymous};
    CHECK(stranger.publish({.topic = "x", .qos = 1}) == denied);
    broken.reload("topik a\n");
    CHECK(stranger.publish({.topic = "x", .qos = 1}) == unheard);
    World missing{"user alice\ntopic read a\n"};
    missing.reload_without_file();
    RawClient other{missing.port(), anonymous};
    CHECK(other.publish({.topic = "x", .qos = 1}) == unheard);
}

// A directory instead of a file is not asked about: 2.0.11 then reads what it never wrote, and
// either denies everything or never ends reading.
TEST_CASE("an empty file denies everything") {
    const test::Folder folder;
    const test::LiveBroker broker{
        "allow_anonymous true\nacl_file " + folder.write("empty", "") + "\n"};
    CHECK(RawClient{broker.port(), anonymous}.publish({.topic = "x", .qos = 1}) == denied);
}

TEST_CASE("without passwords any name and any id can be claimed") {
    World world{"user admin\ntopic write a\n"};
    RawClient claimant{world.port(), World::as("admin")};
    CHECK(claimant.publish({.topic = "a", .qos = 1}) == unheard);
}

TEST_CASE("a TAB after the access word is part of the topic, and no client can send it") {
    World world{"user alice\ntopic read\ta\n"};
    CHECK_FALSE(world.may_receive(World::as("alice"), "a"));
    RawClient alice{world.port(), World::as("alice")};
    CHECK(alice.is_cut_off_by({.topic = "read\ta", .qos = 1}));
}

TEST_CASE("a rule without topic is about the topic named like its access word") {
    World world{"user alice\ntopic deny\ntopic read \n"};
    CHECK(world.may_publish(World::as("alice"), "deny"));
    CHECK(world.may_receive(World::as("alice"), "deny"));
    CHECK(world.may_publish(World::as("alice"), "read"));
}

TEST_CASE("a rule without access word is for both") {
    World world{"user alice\ntopic a\n"};
    CHECK(world.may_publish(World::as("alice"), "a"));
    CHECK(world.may_receive(World::as("alice"), "a"));
}

TEST_CASE("what follows the access word is the topic to the end of the line") {
    World world{"user alice\ntopic write a // note\ntopic write \"b\"\ntopic write c d\n"
                "topic write read e\n  topic   write   f  \r\n"};
    for (const auto* topic : {"a // note", "\"b\"", "c d", "read e", "f"}) {
        CHECK(world.may_publish(World::as("alice"), topic));
    }
    for (const auto* topic : {"a ", "b", "c", "e"}) {
        CHECK_FALSE(world.may_publish(World::as("alice"), topic));
    }
}

TEST_CASE("%u in a topic line stands for itself, and a pattern without it is for everybody") {
    World world{"user alice\ntopic write b/%u\npattern write c/%U\npattern write d/#\n"};
    CHECK(world.may_publish(World::as("alice"), "b/%u"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "b/alice"));
    CHECK(world.may_publish(World::as("bob"), "c/%U"));
    CHECK(world.may_publish(World::as("bob"), "d/e"));
}

TEST_CASE("no-break spaces are letters, and the two forms of an accent are two topics") {
    World world{"user alice\ntopic read\xC2\xA0"s + "a\ntopic write caf\xC3\xA9\n"};
    CHECK_FALSE(world.may_receive(World::as("alice"), "a"));
    CHECK(world.may_publish(World::as("alice"), "caf\xC3\xA9"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "cafe\xCC\x81"));
}

TEST_CASE("a NUL ends the file") {
    World world{"user alice\ntopic write a\n\0\ntopic deny a\ntopic write b\n"s};
    CHECK(world.may_publish(World::as("alice"), "a"));
    CHECK_FALSE(world.may_publish(World::as("alice"), "b"));
}

TEST_CASE("with line ends of CR alone the file is one name") {
    World world{"user alice\rtopic write a\rtopic write b\n"};
    CHECK_FALSE(world.may_publish(World::as("alice"), "a"));
}

TEST_CASE("a bridge is not asked") {
    const test::Folder folder;
    const test::LiveBroker far{"allow_anonymous true\n"};
    const test::LiveBroker near{
        "allow_anonymous true\nacl_file " + folder.write("acl", "topic read a\n") +
        "\nconnection far\naddress 127.0.0.1:" + std::to_string(far.port()) +
        "\ntopic # in 0\nnotifications false\n"};
    RawClient reader{near.port(), anonymous};
    reader.subscribe("a");
    RawClient writer{far.port(), anonymous};
    while (reader.topics().empty()) { // until the bridge is there
        writer.publish({.topic = "a", .qos = 1});
    }
    CHECK(reader.publish({.topic = "a", .qos = 1}) == denied);
}
