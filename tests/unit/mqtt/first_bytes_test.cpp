// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/first_bytes.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

namespace {

std::string judged(std::string_view first, bool tls_expected) {
    const auto peer = recognise_peer(as_bytes(first), tls_expected);
    return peer ? peer->speaks : "";
}

} // namespace

TEST_CASE("a peer is known by its first bytes") {
    for (const bool tls : {false, true}) {
        CAPTURE(tls);
        CHECK(judged("HTTP/1.1 400", tls) == "HTTP");
        CHECK(judged("<!DOCTYPE html>", tls) == "HTTP");
        CHECK(judged("<html><body>", tls) == "HTTP");
        CHECK(judged("SSH-2.0-Open", tls) == "SSH");
        CHECK(judged("", tls).empty());
        CHECK(judged("HT", tls).empty()); // may still become anything
        CHECK(judged("nonsense", tls).empty());
    }
}

TEST_CASE("a TLS record on a plain connection, and MQTT where TLS was expected") {
    const std::string alert{"\x15\x03\x01\x00\x02\x02\x46", 7};
    const std::string handshake{"\x16\x03\x03\x00\x40", 5};
    const std::string connack{"\x20\x03\x00\x00\x00", 5};
    CHECK(judged(alert, false) == "TLS");
    CHECK(judged(handshake, false) == "TLS");
    CHECK(judged(connack, false).empty());
    CHECK(judged(alert, true).empty());
    CHECK(judged(handshake, true).empty());
    CHECK(judged(connack, true) == "plain MQTT");
}

} // namespace mqttx::mqtt
