// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/outbox.hpp"
#include "common/mqtt/puback.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

namespace {

OutgoingMessage message(std::string_view payload, int qos) {
    return {"t", as_bytes(payload), qos, false, nullptr};
}

std::string hex_of(const Outbox& outbox) {
    return to_hex(outbox.unwritten());
}

std::vector<int> written(Outbox& outbox, std::size_t count) {
    std::vector<int> told;
    outbox.written(count, [&](int packet_id) { told.push_back(packet_id); });
    return told;
}

std::optional<Puback> puback(std::string_view hex, bool mqtt5 = true) {
    return read_puback(*from_hex(hex), mqtt5);
}

} // namespace

TEST_CASE("messages are encoded for the version that is spoken") {
    Outbox outbox;
    outbox.add(message("a", 0), false);
    outbox.add(message("b", 1), false);
    outbox.add(message("c", 1), true);
    CHECK(hex_of(outbox) == "3004000174613206000174000262320700017400030063");
}

TEST_CASE("a message of QoS 0 is told when its last byte is written, one of QoS 1 never") {
    Outbox outbox;
    const int first = outbox.add(message("a", 0), false); // 6 bytes
    outbox.add(message("b", 1), false);                   // 8 bytes
    const int third = outbox.add(message("c", 0), false);
    CHECK(written(outbox, 5).empty());
    CHECK(outbox.is_within_packet());
    CHECK(written(outbox, 1) == std::vector{first});
    CHECK(written(outbox, 14) == std::vector{third});
    CHECK_FALSE(outbox.is_within_packet());
    CHECK(outbox.unwritten().empty());
}

TEST_CASE("what is not acknowledged is sent again, marked, in its order; QoS 0 is not") {
    Outbox outbox;
    const int first = outbox.add(message("a", 1), false);
    outbox.add(message("b", 1), false);
    outbox.add(message("lost", 0), false);
    const int last = outbox.add(message("d", 1), false);
    written(outbox, 3);
    CHECK(outbox.acknowledge(first));
    CHECK_FALSE(outbox.acknowledge(first));
    CHECK(outbox.acknowledge(last));
    outbox.forget_unwritten();
    outbox.send_again();
    CHECK(
        hex_of(outbox) == "3a060001740002"
                          "62"
    );
}

TEST_CASE("identifiers come round after 65,535") {
    Outbox outbox;
    int latest = 0;
    for (int count = 0; count < 65'535; ++count) {
        latest = outbox.add(message("", 0), false);
    }
    CHECK(latest == 65'535);
    CHECK(outbox.add(message("", 0), false) == 1);
}

TEST_CASE("large messages leave no room for more until they are gone") {
    Outbox outbox;
    const std::string large(300'000, 'x');
    CHECK(outbox.has_room());
    outbox.add(message(large, 0), false);
    CHECK_FALSE(outbox.has_room());
    written(outbox, outbox.unwritten().size());
    CHECK(outbox.has_room());
}

TEST_CASE("a PUBACK is read with and without a code, a reason, user properties") {
    CHECK(puback("40020007")->packet_id == 7);
    CHECK(puback("40020007", false)->packet_id == 7);
    CHECK(puback("4003000787")->code == 0x87);
    CHECK(puback("400400078700")->code == 0x87);
    const auto whole = puback("4011000797"
                              "0d"
                              "2600016b000176"
                              "1f00036e6f21");
    REQUIRE(whole.has_value());
    CHECK(whole->code == 0x97);
    CHECK(whole->reason_string == "no!");
}

TEST_CASE("a malformed PUBACK is none") {
    for (const auto* const hex :
         {"40",
          "4000",
          "400100",
          "40020000",
          "40040007870a",
          "4006000787021f00",
          "4007000787030300ff",
          "4080808080"}) {
        CAPTURE(hex);
        CHECK_FALSE(puback(hex).has_value());
    }
    CHECK_FALSE(puback("4003000700", false).has_value());
}

TEST_CASE("the length of a packet is known when its digits are there") {
    CHECK(packet_length(*from_hex("4002")) == 4);
    CHECK(packet_length(*from_hex("408001")) == 131);
    CHECK_FALSE(packet_length(*from_hex("40")).has_value());
    CHECK_FALSE(packet_length(*from_hex("4080")).has_value());
    CHECK_FALSE(packet_length(*from_hex("408080808001")).has_value());
}

} // namespace mqttx::mqtt
