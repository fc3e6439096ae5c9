// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/message_json.hpp"
#include "common/cose/sealer.hpp"
#include "tests/unit/sub/arrivals.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <ostream>

namespace mqttx::app::sub::test {

namespace {

/// What another JSON library reads from it.
nlohmann::json parsed(const Received& received) {
    const auto text = message_json(received.arrival());
    CHECK(text.find('\n') == std::string::npos);
    return nlohmann::json::parse(text);
}

} // namespace

TEST_CASE("a message is one JSON object with all that is known of it") {
    const auto json = parsed({});
    CHECK(json["time"] == "2026-01-31T12:00:00.000000042Z");
    CHECK(json["topic"] == "plant/1/temp");
    CHECK(json["payload"] == "21.5");
    CHECK_FALSE(json.contains("payload_b64"));
    CHECK(json["qos"] == 1);
    CHECK(json["retain"] == true);
    CHECK(json["dup"] == false);
    CHECK(json["mid"] == 7);
    CHECK(json["security"] == nlohmann::json{{"status", "plain"}});
}

TEST_CASE("properties keep their repetitions in order") {
    const auto properties = parsed({})["properties"];
    CHECK(properties["content-type"] == "text/plain");
    CHECK(properties["message-expiry-interval"] == 60);
    CHECK(properties["correlation-data"] == "YwD/");
    CHECK(properties["subscription-identifier"] == nlohmann::json{3});
    CHECK(properties["user-property"] == nlohmann::json::parse(R"([["k","1"],["k","2"]])"));
}

TEST_CASE("a payload that is not text is base64; any payload gives valid JSON") {
    Received received;
    received.carry(std::string_view{"\0\xff", 2});
    auto json = parsed(received);
    CHECK(json["payload_b64"] == "AP8=");
    CHECK_FALSE(json.contains("payload"));

    received.carry(std::string_view{"a\0b\x1b\n\"\\", 7}); // NUL is text as well
    CHECK(parsed(received)["payload"] == std::string{"a\0b\x1b\n\"\\", 7});
    received.carry("");
    CHECK(parsed(received)["payload"] == "");
    for (int byte = 0; byte < 256; ++byte) {
        const char payload[] = {'x', static_cast<char>(byte)};
        received.carry({payload, 2});
        CHECK(parsed(received).contains(byte < 0x80 ? "payload" : "payload_b64"));
    }
}

TEST_CASE("properties that are not UTF-8 do not spoil the line") {
    Received received;
    received.message.properties = {{mqtt::property_id::content_type, std::string{"a\xff"}}};
    CHECK(parsed(received)["properties"].contains("content-type"));
}

TEST_CASE("the verdict: status, kid, time, notes; and the plaintext in the payload's place") {
    Received received;
    received.carry("\x83 not shown");
    received.verdict = sealed("open");
    received.verdict.notes = {"no-freshness"};
    const auto json = parsed(received);
    CHECK(json["payload"] == "open");
    CHECK(json["security"]["status"] == "sealed");
    CHECK(json["security"]["kid"] == "k1");
    CHECK(json["security"]["iat"] == 1769860799);
    CHECK(json["security"]["notes"] == nlohmann::json{"no-freshness"});
}

TEST_CASE("of an opened message the content type is that of the plaintext, or there is none") {
    Received received;
    received.carry("\x83 not shown");
    received.message.properties = {
        {mqtt::property_id::content_type, std::string{cose::encrypt0_media_type}},
        {mqtt::property_id::response_topic, std::string{"r"}}};
    received.verdict = sealed("open");
    CHECK_FALSE(parsed(received)["properties"].contains("content-type"));
    CHECK(parsed(received)["properties"]["response-topic"] == "r");
    received.verdict.content_type = std::string{"text/csv"};
    CHECK(parsed(received)["properties"]["content-type"] == "text/csv");
    received.verdict.content_type = std::int64_t{50};
    CHECK(parsed(received)["properties"]["content-type"] == "50");
    received.verdict.status = cose::Status::refused;
    CHECK(parsed(received)["properties"]["content-type"] == cose::encrypt0_media_type);
}

} // namespace mqttx::app::sub::test
