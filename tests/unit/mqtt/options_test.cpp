// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/mqtt/options.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

namespace {

/// The refusal, or an empty text.
template <typename Call> std::string refusal(Call call) {
    try {
        call();
        return {};
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::usage);
        return fault.what();
    }
}

template <typename Change> std::string with(Change change) {
    ConnectOptions options;
    change(options);
    return refusal([&] { check(options); });
}

Secret secret(std::string text) {
    return Secret::take(text);
}

} // namespace

TEST_CASE("rule 14: what would wrap inside the library is refused before") {
    const std::string longest(65535, 'x');
    const std::string longer(65536, 'x');
    CHECK(with([&](auto& options) { options.username = longest; }).empty());
    CHECK(with([&](auto& options) {
              options.username = longer;
          }) == "the user name has 65536 bytes: MQTT carries at most 65535");
    CHECK(with([&](auto& options) {
              options.username = "u";
              options.password = secret(longest);
          }).empty());
    CHECK(with([&](auto& options) {
              options.password = secret(longer);
          }) == "the password has 65536 bytes: MQTT carries at most 65535");
    CHECK(with([&](auto& options) { options.client_id = longest; }).empty());
    CHECK_FALSE(with([&](auto& options) { options.client_id = longer; }).empty());
    CHECK(with([&](auto& options) { options.will = Will{"t", Bytes(65535), 1, false}; }).empty());
    CHECK(with([&](auto& options) {
              options.will = Will{"t", Bytes(65536), 1, false};
          }) == "the will payload has 65536 bytes: MQTT carries at most 65535");
    CHECK_FALSE(with([&](auto& options) { options.will = Will{longer, {}, 0, false}; }).empty());
}

TEST_CASE("rule 14: what cannot be sent as it is is refused, never cut") {
    CHECK(with([](auto& options) {
              options.password = secret(std::string{"a\0b", 3});
          }) == "the password holds a NUL byte, which cannot be sent");
    CHECK(with([](auto& options) {
              options.username = std::string{"a\0b", 3};
          }) == "the user name holds a NUL byte: MQTT text may not");
    CHECK(with([](auto& options) {
              options.username = "a\xff";
          }) == "the user name is not valid UTF-8");
    CHECK(with([](auto& options) { options.password = secret("\xff\xfe"); }).empty());
    CHECK_FALSE(with([](auto& options) { options.client_id = "\xed\xa0\x80"; }).empty());
    CHECK_FALSE(with([](auto& options) { options.will = Will{"a/#", {}, 0, false}; }).empty());
    CHECK_FALSE(with([](auto& options) { options.will = Will{"", {}, 0, false}; }).empty());
    CHECK_FALSE(with([](auto& options) { options.will = Will{"a", {}, 3, false}; }).empty());
}

TEST_CASE("rule 14: the largest PUBLISH has 268,435,455 bytes behind its length") {
    constexpr std::size_t largest = 268'435'455;
    const auto publish = [](std::size_t payload, std::string_view topic) {
        return refusal([&] { check_publish(topic, 1, payload, {}); });
    };
    CHECK(publish(largest - 2 - 1 - 2 - 4, "t").empty());
    CHECK(publish(largest - 2 - 1 - 2, "t") != "");
    CHECK(
        publish(largest, "t") ==
        "the message has 268435455 bytes: with its topic it exceeds the 268435455 bytes a "
        "PUBLISH may have"
    );
    CHECK(publish(0, std::string(65535, 't')).empty());
    CHECK_FALSE(publish(0, std::string(65536, 't')).empty());
}

TEST_CASE("a password alone needs MQTT 5") {
    const auto alone = [](Protocol protocol) {
        return with([&](auto& options) {
            options.protocol = protocol;
            options.password = secret("x");
        });
    };
    CHECK(alone(Protocol::v5).empty());
    CHECK(alone(Protocol::v311) == "a password without a user name needs MQTT 5");
    CHECK_FALSE(alone(Protocol::v31).empty());
}

TEST_CASE("keep alive is 0, or what the library takes") {
    const auto is_taken = [](int seconds) {
        return with([seconds](auto& options) { options.keepalive = seconds; }).empty();
    };
    for (const int seconds : {0, 5, 65535}) {
        CAPTURE(seconds);
        CHECK(is_taken(seconds));
    }
    for (const int seconds : {1, 4, 65536}) {
        CAPTURE(seconds);
        CHECK_FALSE(is_taken(seconds));
    }
}

TEST_CASE("a session to come back to needs a name") {
    CHECK_FALSE(with([](auto& options) { options.clean_start = false; }).empty());
    CHECK(with([](auto& options) {
              options.clean_start = false;
              options.client_id = "me";
          }).empty());
    CHECK_FALSE(with([](auto& options) { options.host.clear(); }).empty());
}

TEST_CASE("topics and filters are checked with their names in the sentence") {
    CHECK(refusal([] { check_publish("a/+/b", 0, 1, {}); }).starts_with("topic 'a/+/b': "));
    CHECK_FALSE(refusal([] { check_publish("", 0, 1, {}); }).empty());
    CHECK_FALSE(refusal([] { check_publish("a", 3, 1, {}); }).empty());
    CHECK(refusal([] { check_subscription({.filter = "a/+/#", .qos = 2}); }).empty());
    CHECK(refusal([] { check_subscription({.filter = "a/#/b"}); }
    ).starts_with("topic filter 'a/#/b': "));
    CHECK_FALSE(refusal([] { check_subscription({.filter = ""}); }).empty());
    CHECK_FALSE(refusal([] { check_subscription({.filter = "a", .qos = -1}); }).empty());
}

TEST_CASE("a broker is called by host and port") {
    ConnectOptions options;
    CHECK(broker_name(options) == "localhost:1883");
    options.host = "::1";
    options.port = 8883;
    CHECK(broker_name(options) == "[::1]:8883");
}

} // namespace mqttx::mqtt
