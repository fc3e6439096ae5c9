// SPDX-License-Identifier: Apache-2.0
// The rules of a session that its commands cannot show; the stories about brokers show the others.
#include "tests/unit/mqtt/session_fixture.hpp"

#include <doctest/doctest.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <csignal>
#include <ctime>
#include <ostream>

namespace mqttx::mqtt::test {

namespace {

using namespace std::chrono_literals;
using mqttx::test::Packet;

constexpr std::string_view subscribed = "CONNECT; connack 0; SUBSCRIBE; suback 1; ";

ConnectOptions named(std::string client_id) {
    ConnectOptions options;
    options.client_id = std::move(client_id);
    return options;
}

/// The text of the Error that ends the session.
template <typename Call> std::string ending(Call call) {
    try {
        call();
    } catch (const Error& fault) {
        return fault.what();
    }
    return "no error";
}

std::vector<Subscription> filters(std::initializer_list<const char*> names) {
    std::vector<Subscription> subscriptions;
    for (const auto* name : names) {
        subscriptions.push_back({.filter = name, .qos = 1});
    }
    return subscriptions;
}

/// Whether TCP_NODELAY is set on the process's connection to a port of the loopback.
bool has_nodelay(int port) {
    constexpr int most_descriptors = 256;
    for (int descriptor = 0; descriptor < most_descriptors; ++descriptor) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
            peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) {
            int on = -1;
            size = sizeof on;
            REQUIRE(::getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, &size) == 0);
            return on != 0;
        }
    }
    FAIL("there is no connection to the port");
    return false;
}

void subscribe_when_up(Pair& pair) {
    pair.listener.on_up = [&](bool) { pair.session->subscribe(filters({"a"})); };
}

} // namespace

TEST_CASE("rule 2: a session that waits costs no processor time") {
    ConnectOptions options;
    options.patience.connect = 500ms;
    options.tls.emplace();
    Pair pair{"hang", std::move(options)};
    const auto before = std::clock();
    int steps = 0;
    const auto said = ending([&] {
        while (true) {
            pair.broker.turn();
            pair.session->step({});
            ++steps;
        }
    });
    CHECK(said.find("did not finish the TLS handshake within 0.5 s") != std::string::npos);
    CHECK(steps < 20);
    CHECK(std::clock() - before < CLOCKS_PER_SEC / 4);
}

TEST_CASE("rule 3: CONNECT carries the properties of MQTT 5") {
    auto options = named("me");
    options.session_expiry = 3600;
    options.receive_maximum = 77;
    options.clean_start = false;
    Pair pair{"serve", std::move(options)};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    const auto& connect = pair.broker.seen().at(0).packet.body;
    CHECK(connect.substr(0, 7) == std::string{"\0\4MQTT\5", 7});
    CHECK(static_cast<int>(connect[7]) == 0); // no clean start
    const auto properties = connect.substr(11, static_cast<std::size_t>(connect[10]));
    CHECK(properties.find(std::string{"\x21\0\x4d", 3}) != std::string::npos);
    CHECK(properties.find(std::string{"\x11\0\0\x0e\x10", 5}) != std::string::npos);
    CHECK(connect.ends_with(std::string{"\0\2me", 4}));
}

TEST_CASE("rule 4: one fallback, with the same options and without properties") {
    Pair pair{"CONNECT; hex 20020001; close | serve", named("me")};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    CHECK_FALSE(pair.session->speaks_mqtt5());
    REQUIRE(pair.broker.count("CONNECT") == 2);
    const auto& second = pair.broker.seen().at(1).packet.body;
    CHECK(second == std::string{"\0\4MQTT\4\2\0\x3c\0\2me", 14});
}

TEST_CASE("rule 8: a message is acknowledged after its handler returned") {
    Pair pair{std::string{subscribed} + "publish 1 a hello; serve"};
    subscribe_when_up(pair);
    std::size_t acknowledged_early = 0;
    bool safe = false;
    pair.listener.on_each_message = [&](const Message&) {
        pair.broker.turn(); // whatever was written is here now: this is the loopback
        acknowledged_early += pair.broker.count("PUBACK");
    };
    pair.listener.on_safe = [&] {
        safe = pair.listener.has_heard("message");
        pair.broker.turn();
        acknowledged_early += pair.broker.count("PUBACK");
    };
    REQUIRE(pair.drive([&] { return pair.broker.count("PUBACK") == 1; }));
    CHECK(safe);
    CHECK(acknowledged_early == 0);
}

TEST_CASE("rule 9: a handler that throws leaves its message to be delivered again") {
    auto options = named("me");
    options.will = Will{"gone", {}, 1, false};
    Pair pair{std::string{subscribed} + "publish 1 a m 3; serve", std::move(options)};
    subscribe_when_up(pair);
    pair.listener.on_each_message = [&](const Message& message) {
        if (as_text(message.payload) == "m 2") {
            throw Error{ErrorKind::local, "disk full"};
        }
    };
    CHECK(ending([&] { pair.drive([] { return false; }); }) == "disk full");
    pair.session.reset();
    while (pair.broker.is_connected()) {
        pair.broker.turn(1s);
    }
    CHECK(pair.broker.count("PUBACK") == 0);
    const auto& last = pair.broker.seen().back().packet;
    CHECK(last.bytes() == std::string{"\xE0\0", 2}); // no reason code: the broker drops the will
}

TEST_CASE("rule 9: the same when the message came in the same breath as CONNACK") {
    Pair pair{"CONNECT; connack 0 present; publish 1 a early; serve", named("me")};
    pair.listener.on_each_message = [](const Message&) {
        throw Error{ErrorKind::local, "disk full"};
    };
    CHECK(ending([&] { pair.drive([] { return false; }); }) == "disk full");
    CHECK(pair.listener.heard == std::vector<std::string>{"connected", "message early"});
    pair.session.reset();
    while (pair.broker.is_connected()) {
        pair.broker.turn(1s);
    }
    CHECK(pair.broker.summary() == "1: CONNECT DISCONNECT\n");
}

TEST_CASE("rule 11: never more under way than the window and the broker's Receive Maximum") {
    for (const auto& [window, maximum, expected] :
         {std::tuple{1000, 20, 20U}, {10, 20, 10U}, {1, 65535, 1U}}) {
        ConnectOptions options;
        options.window = window;
        Pair pair{
            "CONNECT; connack 0 receive-maximum " + std::to_string(maximum) + "; hang",
            std::move(options)};
        REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
        std::uint64_t ticket = 0;
        while (pair.session->room() > 0) {
            pair.session->publish({"a", as_bytes("x"), 1}, ticket++);
        }
        CHECK(ticket == expected);
        REQUIRE(pair.drive([&] { return pair.broker.count("PUBLISH") == expected; }));
        CHECK(pair.session->under_way() == expected);
    }
}

TEST_CASE("rule 11: acknowledgements out of order are counted as a set") {
    Pair pair{"CONNECT; connack 0; PUBLISH 3; hex 40020003; hex 40020001; hex 40020063; hang"};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    for (std::uint64_t ticket = 0; ticket < 3; ++ticket) {
        pair.session->publish({"a", as_bytes("x"), 1}, ticket);
    }
    REQUIRE(pair.drive([&] { return pair.listener.heard.size() == 3; }));
    CHECK(
        pair.listener.heard == std::vector<std::string>{"connected", "published 2", "published 0"}
    );
    CHECK(pair.session->under_way() == 1);
}

TEST_CASE("rule 11: a message handed over as the connection goes is sent once, by the next") {
    Pair pair{"CONNECT; connack 0; PUBLISH; close | serve"};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    pair.session->publish({"a", as_bytes("one"), 1}, 1);
    pair.session->step({{}, Session::Clock::now()});
    while (pair.broker.is_connected()) {
        pair.broker.turn(1s);
    }
    REQUIRE(pair.session->room() > 0); // the loss is not known yet
    pair.session->publish({"a", as_bytes("two"), 1}, 2);
    REQUIRE(pair.drive([&] { return pair.session->is_up() && pair.session->under_way() == 0; }));
    std::vector<std::string> second;
    for (const auto& [connection, packet] : pair.broker.seen()) {
        if (connection == 2 && packet.name() == "PUBLISH") {
            second.emplace_back(packet.payload(true));
        }
    }
    CHECK(second == std::vector<std::string>{"one", "two"});
}

TEST_CASE("rule 12: DISCONNECT goes last, and is waited for no longer than two seconds") {
    Pair pair{"CONNECT; connack 0; PUBLISH; puback; hang"};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    pair.session->publish({"a", as_bytes("x"), 1}, 0);
    REQUIRE(pair.drive([&] { return pair.session->under_way() == 0; }));
    pair.session->disconnect();
    CHECK_FALSE(pair.session->is_up());
    REQUIRE(pair.drive([&] { return pair.session->is_closed() && !pair.broker.is_connected(); }));
    CHECK(pair.broker.summary() == "1: CONNECT PUBLISH DISCONNECT\n");
}

TEST_CASE("rule 13: what is lost is told, what can be repeated is repeated with DUP") {
    Pair pair{"CONNECT; connack 0; PUBLISH 2; reset | CONNECT; connack 0 present; serve"};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    pair.session->publish({"a", as_bytes("one"), 1}, 1);
    pair.session->publish({"a", as_bytes("two"), 2}, 2);
    REQUIRE(pair.drive([&] { return pair.listener.has_heard("connected again"); }));
    CHECK(pair.listener.has_heard("notice lost the connection to 127.0.0.1:"));
    REQUIRE(pair.drive([&] { return pair.session->under_way() == 0; }));
    for (const auto& [connection, packet] : pair.broker.seen()) {
        if (packet.name() == "PUBLISH") {
            CHECK(packet.dup() == (connection == 2));
        }
    }
}

TEST_CASE("rule 13: retries that ran out are a matter of delivery, a refusal stays a refusal") {
    const auto ends_with = [](std::string_view script) {
        ConnectOptions options;
        options.patience.attempts = 1;
        Pair pair{script, std::move(options)};
        REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
        pair.session->publish({"a", as_bytes("one"), 1}, 1);
        try {
            pair.drive([] { return false; });
        } catch (const Error& fault) {
            CHECK(std::string_view{fault.what()}.ends_with("; message 1 is unacknowledged"));
            return fault.kind();
        }
        return ErrorKind::answer;
    };
    CHECK(ends_with("CONNECT; connack 0; PUBLISH; close | close") == ErrorKind::delivery);
    CHECK(
        ends_with("CONNECT; connack 0; PUBLISH; close | CONNECT; connack 0x97") ==
        ErrorKind::delivery
    );
    CHECK(
        ends_with("CONNECT; connack 0; PUBLISH; close | CONNECT; connack 0x8A") ==
        ErrorKind::identity
    );
    CHECK(ends_with("CONNECT; connack 0; PUBLISH; disconnect 0x8E; close") == ErrorKind::identity);
    CHECK(
        ends_with("CONNECT; connack 0; PUBLISH; disconnect 0x9D; close") == ErrorKind::unavailable
    );
    CHECK(ends_with("CONNECT; connack 0; PUBLISH; disconnect 0x82; close") == ErrorKind::denied);
}

TEST_CASE("a second CONNACK, or one that allows nothing, is a breach of the protocol") {
    for (const std::string script :
         {"CONNECT; connack 0; connack 0; hang",
          "CONNECT; connack 0; SUBSCRIBE; connack 0; hang",
          "CONNECT; connack 0 receive-maximum 0; hang",
          "CONNECT; connack 0 maximum-packet-size 0; hang"}) {
        CAPTURE(script);
        ConnectOptions options;
        options.patience.attempts = 0;
        Pair pair{script, std::move(options)};
        subscribe_when_up(pair);
        const auto said = ending([&] { pair.drive([] { return false; }); });
        CHECK(said.ends_with(" something that is not MQTT"));
        CHECK_FALSE(pair.listener.has_heard("connected again"));
    }
}

TEST_CASE("a broker that falls silent is noticed within twice its keep alive") {
    auto options = named("me");
    options.patience.attempts = 0;
    Pair pair{"CONNECT; connack 0 keepalive 1; hang", std::move(options)};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    const auto start = Session::Clock::now();
    const auto said = ending([&] { pair.drive([] { return false; }); });
    CHECK(said.ends_with(" did not answer PINGREQ within 1 s (--keepalive)"));
    CHECK(Session::Clock::now() - start > 1s); // PINGREQ had its time
    CHECK(Session::Clock::now() - start < 2900ms);
}

TEST_CASE("what arrives behind our DISCONNECT is neither handed out nor acknowledged") {
    Pair pair{std::string{subscribed} + "DISCONNECT; publish 1 a late; hang"};
    subscribe_when_up(pair);
    REQUIRE(pair.drive([&] { return pair.listener.has_heard("granted"); }));
    pair.session->disconnect();
    REQUIRE(pair.drive([&] { return pair.session->is_closed(); }));
    CHECK_FALSE(pair.listener.has_heard("message"));
    CHECK(pair.broker.count("PUBACK") == 0);
}

TEST_CASE("rule 15: a SUBACK that does not fit its SUBSCRIBE is no grant") {
    for (const std::string codes : {"", "1", "1 1 1"}) {
        CAPTURE(codes);
        Patience patience;
        patience.attempts = 0;
        ConnectOptions options;
        options.patience = patience;
        Pair pair{"CONNECT; connack 0; SUBSCRIBE; suback " + codes + "; hang", std::move(options)};
        pair.listener.on_up = [&](bool) { pair.session->subscribe(filters({"a", "b"})); };
        const auto said = ending([&] { pair.drive([] { return false; }); });
        CHECK(said.starts_with("127.0.0.1:"));
        CHECK_FALSE(pair.listener.has_heard("granted"));
    }
}

TEST_CASE("rule 16: a session leaves SIGPIPE ignored") {
    Pair pair{"serve"};

    struct sigaction action {};

    REQUIRE(::sigaction(SIGPIPE, nullptr, &action) == 0);
    const bool ignored = action.sa_handler == SIG_IGN;
    CHECK(ignored);
}

TEST_CASE("rule 17: a handler may publish, subscribe and end the session") {
    Pair pair{std::string{subscribed} + "publish 1 a hello; serve"};
    subscribe_when_up(pair);
    pair.listener.on_each_message = [&](const Message&) {
        pair.session->publish({"b", as_bytes("answer"), 1}, 7);
        pair.session->subscribe(filters({"b"}));
    };
    REQUIRE(pair.drive([&] { return pair.listener.has_heard("published 7"); }));
    pair.listener.on_each_message = [&](const Message&) { pair.session->settle_and_close(); };
    CHECK(pair.broker.count("SUBSCRIBE") == 2);
}

TEST_CASE("rule 18: small packets are sent together unless --nodelay says otherwise") {
    for (const bool nodelay : {false, true}) {
        ConnectOptions options;
        options.nodelay = nodelay;
        Pair pair{"serve", std::move(options)};
        REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
        CHECK(has_nodelay(pair.broker.port()) == nodelay);
    }
}

TEST_CASE("a session that has what it wanted acknowledges that and nothing more") {
    Pair pair{std::string{subscribed} + "publish 1 a m 5; serve"};
    subscribe_when_up(pair);
    pair.listener.on_each_message = [&](const Message& message) {
        if (as_text(message.payload) == "m 3") {
            pair.session->settle_and_close();
        }
    };
    REQUIRE(pair.drive([&] { return pair.session->is_closed(); }));
    CHECK(pair.listener.heard.back() == "message m 3");
    pair.session.reset();
    while (pair.broker.is_connected()) {
        pair.broker.turn(1s);
    }
    CHECK(pair.broker.summary() == "1: CONNECT SUBSCRIBE PUBACK*3 DISCONNECT\n");
}

TEST_CASE("what the broker cannot take is refused by name") {
    Pair pair{"CONNECT; connack 0 maximum-qos 1 retain-available 0 maximum-packet-size 100; serve"};
    REQUIRE(pair.drive([&] { return pair.session->is_up(); }));
    const auto refused = [&](const OutgoingMessage& message) {
        return ending([&] { pair.session->publish(message, 4); });
    };
    CHECK(refused({"a", {}, 2}).ends_with(" takes QoS 0 to 1 only"));
    CHECK(refused({"a", {}, 1, true}).ends_with(" does not keep retained messages"));
    const Bytes large(200);
    CHECK(refused({"a", large, 1}).starts_with("message 4 takes up to 211 bytes: "));
    CHECK(pair.session->under_way() == 0);
    pair.session->publish({"a", as_bytes("fits"), 1}, 5);
    REQUIRE(pair.drive([&] { return pair.listener.has_heard("published 5"); }));
}

} // namespace mqttx::mqtt::test
