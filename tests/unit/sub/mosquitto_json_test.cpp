// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/mosquitto_json.hpp"
#include "tests/unit/sub/arrivals.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <ostream>

namespace mqttx::app::sub::test {

namespace {

std::string written(const Received& received, Embed embed = Embed::as_text) {
    return mosquitto_json(received.arrival(), embed, false);
}

} // namespace

TEST_CASE("the members of mosquitto_sub, in its order") {
    Received received;
    received.message.properties.clear();
    const auto text = written(received);
    CHECK(text.starts_with("{\"tst\":\"20"));
    CHECK(
        text.substr(text.find(",\"topic\"")) ==
        R"(,"topic":"plant/1/temp","qos":1,"retain":1,"payloadlen":4,"mid":7,"payload":"21.5"})"
    );
    CHECK(text.substr(27, 8) == ".000000Z");
    received.message.qos = 0;
    CHECK(written(received).find("\"mid\"") == std::string::npos);
}

TEST_CASE("properties: those of the user are one object at the place of the first") {
    Received received;
    const auto text = written(received);
    CHECK(text.find(R"("user-properties":{"k":"1","k":"2"})") != std::string::npos);
    CHECK(text.find(R"("correlation-data_b64":"YwD/")") != std::string::npos);
    CHECK(nlohmann::json::parse(text)["properties"]["content-type"] == "text/plain");
}

TEST_CASE("any payload gives valid JSON") {
    Received received;
    received.carry("");
    CHECK(nlohmann::json::parse(written(received))["payload"].is_null());
    CHECK(nlohmann::json::parse(written(received, Embed::as_json))["payload"].is_null());
    received.carry("{\"t\": 27.0}");
    CHECK(nlohmann::json::parse(written(received))["payload"] == "{\"t\": 27.0}");
    CHECK(written(received, Embed::as_json).ends_with(R"("payload":{"t":27.0}})"));
    received.carry("no JSON");
    CHECK(written(received, Embed::as_json).ends_with(R"("payload":"no JSON"})"));
    received.carry(std::string_view{"a\0b", 3});
    CHECK(nlohmann::json::parse(written(received))["payload"] == std::string{"a\0b", 3});
    received.carry("\xff\x1b");
    CHECK(nlohmann::json::parse(written(received))["payload_b64"] == "/xs=");
}

} // namespace mqttx::app::sub::test
