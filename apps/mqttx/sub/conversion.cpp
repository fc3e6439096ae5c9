// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/conversion.hpp"

#include "apps/mqttx/sub/mosquitto_json.hpp"
#include "common/base/text.hpp"

#include <cstring>

namespace mqttx::app::sub {

namespace {

namespace id = mqtt::property_id;

std::optional<std::int64_t> number_property(const Arrival& arrival, int identifier) {
    return mqtt::number_of(arrival.message.properties, identifier);
}

std::string user_properties(const Arrival& arrival) {
    std::string text;
    for (const auto& property : arrival.message.properties) {
        if (const auto* const pair =
                std::get_if<std::pair<std::string, std::string>>(&property.value)) {
            text += cat(text.empty() ? "" : " ", pair->first, ':', pair->second);
        }
    }
    return text;
}

std::string correlation_data(const Arrival& arrival) {
    for (const auto& property : arrival.message.properties) {
        if (property.identifier == id::correlation_data) {
            return std::string{as_text(std::get<Bytes>(property.value))};
        }
    }
    return {};
}

std::string response_topic(const Arrival& arrival, const Field& field) {
    const auto topic = mqtt::text_of(arrival.message.properties, id::response_topic);
    return topic ? field.text(*topic) : std::string{};
}

std::string nanoseconds(const timespec& time) {
    return std::to_string(1'000'000'000 + time.tv_nsec).substr(1);
}

std::string strftime_conversion(const timespec& time, const std::string& letter) {
    return letter == "N" ? nanoseconds(time) : local_time(time, cat('%', letter));
}

/// The payload as a number of the machine's byte order, when it is as long as one.
template <typename Number> std::string number_payload(const Arrival& arrival, const Field& field) {
    const auto content = arrival.content();
    Number number{};
    if (content.size() != sizeof number) {
        return {};
    }
    std::memcpy(&number, content.data(), sizeof number);
    return field.floating(number);
}

std::string named(const std::string& name, const Arrival& arrival) {
    if (name == "kid") {
        return arrival.verdict.kid;
    }
    if (name == "security") {
        return std::string{cose::word(arrival.verdict.status)};
    }
    return arrival.verdict.signer_text();
}

std::string expand_property(char letter, const Field& field, const Arrival& arrival) {
    constexpr int topic_alias = 35;
    switch (letter) {
    case 'A':
        return field.number(number_property(arrival, topic_alias));
    case 'C':
        return field.text(arrival.content_type());
    case 'D':
        return correlation_data(arrival);
    case 'E':
        return field.number(number_property(arrival, id::message_expiry_interval));
    case 'F':
        return field.number(number_property(arrival, id::payload_format_indicator));
    case 'P':
        return user_properties(arrival);
    case 'R':
        return response_topic(arrival, field);
    default: // S
        return field.number(number_property(arrival, id::subscription_identifier));
    }
}

std::string expand_payload(char letter, const Field& field, const Arrival& arrival) {
    const auto content = arrival.content();
    switch (letter) {
    case 'd':
        return number_payload<double>(arrival, field);
    case 'f':
        return number_payload<float>(arrival, field);
    case 'l':
        return field.number(static_cast<std::int64_t>(content.size()));
    case 'p':
        return field.payload(as_text(content));
    default: // x and X
        return field.hex(content, letter == 'X');
    }
}

std::string expand_message(char letter, const Field& field, const Arrival& arrival) {
    const auto& message = arrival.message;
    switch (letter) {
    case 'I':
        return field.text(local_time(arrival.time, "%Y-%m-%dT%H:%M:%S%z"));
    case 'U':
        return cat(arrival.time.tv_sec, '.', nanoseconds(arrival.time));
    case 'm':
        return field.number(message.packet_id);
    case 'q':
        return std::to_string(message.qos);
    case 'r':
        return message.retain ? "1" : "0";
    case 't':
        return field.text(message.topic);
    default:
        return "%";
    }
}

bool is_one_of(char letter, std::string_view letters) noexcept {
    return letters.find(letter) != std::string_view::npos;
}

} // namespace

bool is_conversion(char letter) noexcept {
    return is_one_of(letter, "%ACDEFIJPRSUXdfjlmpqrtx");
}

bool is_conversion(std::string_view name) noexcept {
    return name == "kid" || name == "security" || name == "signer";
}

std::string expand(const Conversion& conversion, const Arrival& arrival, bool pretty) {
    const char letter = conversion.letter;
    if (letter == '{') {
        return named(conversion.argument, arrival);
    }
    if (letter == '@') {
        return strftime_conversion(arrival.time, conversion.argument);
    }
    if (letter == 'j' || letter == 'J') {
        return mosquitto_json(arrival, letter == 'J' ? Embed::as_json : Embed::as_text, pretty);
    }
    if (is_one_of(letter, "ACDEFPRS")) {
        return expand_property(letter, conversion.field, arrival);
    }
    return is_one_of(letter, "dflpxX") ? expand_payload(letter, conversion.field, arrival)
                                       : expand_message(letter, conversion.field, arrival);
}

} // namespace mqttx::app::sub
