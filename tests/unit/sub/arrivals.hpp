// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"

#include <string>
#include <utility>

namespace mqttx::app::sub::test {

/// A message with every property a PUBLISH may carry; change what a test is about.
struct Received {
    std::string topic = "plant/1/temp";
    Bytes payload{'2', '1', '.', '5'};
    mqtt::Message message{
        topic,
        payload,
        1,
        true,
        false,
        7,
        {{mqtt::property_id::payload_format_indicator, 1U},
         {mqtt::property_id::message_expiry_interval, 60U},
         {mqtt::property_id::content_type, std::string{"text/plain"}},
         {mqtt::property_id::response_topic, std::string{"answers"}},
         {mqtt::property_id::correlation_data, Bytes{'c', 0, 0xFF}},
         {mqtt::property_id::subscription_identifier, 3U},
         {mqtt::property_id::user_property, std::pair<std::string, std::string>{"k", "1"}},
         {mqtt::property_id::user_property, std::pair<std::string, std::string>{"k", "2"}}}};
    cose::Verdict verdict{};

    void carry(std::string_view text) {
        payload.assign(text.begin(), text.end());
        message.payload = payload;
    }

    /// 2026-01-31T12:00:00.000000042Z
    [[nodiscard]] Arrival arrival() const { return {message, verdict, {1769860800, 42}}; }
};

/// An opened envelope.
inline cose::Verdict sealed(std::string_view text) {
    cose::Verdict verdict;
    verdict.status = cose::Status::sealed;
    verdict.plaintext.assign(text.begin(), text.end());
    verdict.kid = "k1";
    verdict.issued_at = 1769860799;
    return verdict;
}

} // namespace mqttx::app::sub::test
