// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/limits.hpp"

#include "common/base/text.hpp"

#include <array>

namespace mqttx::app::doctor {

namespace {

constexpr std::string_view layer = "mqtt";
constexpr std::array<std::string_view, 5> checks{
    "receive-maximum", "maximum-qos", "retain", "packet-size", "subscriptions"};

Finding judge_qos(int most) {
    if (most == 2) {
        return {layer, "maximum-qos", Outcome::ok, "QoS 0, 1 and 2"};
    }
    return {
        layer,
        "maximum-qos",
        Outcome::warn,
        cat("QoS ", most, " at the most: more is refused before it is sent"),
        cat("publish with --qos ", most)};
}

Finding judge_packet_size(std::uint32_t most) {
    constexpr std::uint32_t no_limit = 268'435'460;
    return most >= no_limit
               ? Finding{layer, "packet-size", Outcome::ok, "packets of any size"}
               : Finding{layer, "packet-size", Outcome::ok, cat("packets of ", most, " bytes")};
}

Finding judge_subscriptions(const mqtt::Connack& connack) {
    std::string missing;
    const auto note = [&](bool available, std::string_view what) {
        missing += available ? "" : cat(missing.empty() ? "" : ", ", what);
    };
    note(connack.wildcards_available, "wildcards");
    note(connack.shared_subscriptions_available, "shared subscriptions");
    note(connack.subscription_identifiers_available, "subscription identifiers");
    if (missing.empty()) {
        return {
            layer,
            "subscriptions",
            Outcome::ok,
            "wildcards, shared subscriptions and subscription identifiers"};
    }
    return {
        layer,
        "subscriptions",
        Outcome::warn,
        cat("the broker does not offer ", missing),
        "subscribe without them"};
}

} // namespace

Findings limits_untested(const std::string& reason) {
    Findings findings;
    for (const auto check : checks) {
        findings.push_back({layer, check, Outcome::untested, reason});
    }
    return findings;
}

Findings judge_limits(const mqtt::Connack& connack, bool mqtt5) {
    if (!mqtt5) {
        return limits_untested("only MQTT 5 tells");
    }
    return {
        {layer,
         "receive-maximum",
         Outcome::ok,
         cat(connack.receive_maximum, " messages under way at a time")},
        judge_qos(connack.maximum_qos),
        connack.retain_available
            ? Finding{layer, "retain", Outcome::ok, "retained messages are kept"}
            : Finding{layer, "retain", Outcome::warn, "retained messages are refused", "publish without --retain"},
        judge_packet_size(connack.maximum_packet_size),
        judge_subscriptions(connack)};
}

} // namespace mqttx::app::doctor
