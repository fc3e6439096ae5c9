// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/format.hpp"

#include "apps/mqttx/sub/message_json.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace mqttx::app::sub {

namespace {

namespace id = mqtt::property_id;

constexpr std::string_view plain_letters = "%ACDEFIJPRSUXjlmpqrtx";

std::string number_property(const Arrival& arrival, int identifier) {
    const auto number = mqtt::number_of(arrival.message.properties, identifier);
    return number ? std::to_string(*number) : std::string{};
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

std::string subscription_identifiers(const Arrival& arrival) {
    std::string text;
    for (const auto& property : arrival.message.properties) {
        if (property.identifier == id::subscription_identifier) {
            text += cat(text.empty() ? "" : " ", std::get<std::uint32_t>(property.value));
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

std::string local_time(const timespec& time, const std::string& format) {
    tm parts{};
    ::localtime_r(&time.tv_sec, &parts);
    std::array<char, 256> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format.c_str(), &parts)};
}

std::string unix_time(const timespec& time) {
    return cat(time.tv_sec, '.', std::to_string(1'000'000'000 + time.tv_nsec).substr(1));
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return text;
}

std::string expand_about_message(char letter, const Arrival& arrival) {
    const auto& message = arrival.message;
    const auto content = arrival.content();
    switch (letter) {
    case '%':
        return "%";
    case 'l':
        return std::to_string(content.size());
    case 'm':
        return std::to_string(message.packet_id);
    case 'p':
        return std::string{as_text(content)};
    case 'q':
        return std::to_string(message.qos);
    case 'r':
        return message.retain ? "1" : "0";
    case 't':
        return std::string{message.topic};
    case 'x':
        return to_hex(content);
    case 'X':
        return upper(to_hex(content));
    case 'I':
        return local_time(arrival.time, "%Y-%m-%dT%H:%M:%S%z");
    case 'U':
        return unix_time(arrival.time);
    default: // j and J: one form, always valid JSON
        return message_json(arrival);
    }
}

std::string expand_property(char letter, const Arrival& arrival) {
    constexpr int topic_alias = 35;
    switch (letter) {
    case 'A':
        return number_property(arrival, topic_alias);
    case 'C':
        return arrival.content_type();
    case 'D':
        return correlation_data(arrival);
    case 'E':
        return number_property(arrival, id::message_expiry_interval);
    case 'F':
        return number_property(arrival, id::payload_format_indicator);
    case 'P':
        return user_properties(arrival);
    case 'R':
        return mqtt::text_of(arrival.message.properties, id::response_topic).value_or("");
    default: // S
        return subscription_identifiers(arrival);
    }
}

char escaped_character(char letter) {
    constexpr std::string_view letters = "0aenrtv\\";
    constexpr std::string_view meanings{"\0\a\x1b\n\r\t\v\\", 8};
    const auto found = letters.find(letter);
    if (found == std::string_view::npos) {
        throw Error{
            ErrorKind::usage,
            cat("--format has the unknown escape \\", letter),
            "known: \\0 \\a \\e \\n \\r \\t \\v \\\\"};
    }
    return meanings[found];
}

std::size_t take_number(std::string_view& rest) {
    std::size_t number = 0;
    while (!rest.empty() && std::isdigit(static_cast<unsigned char>(rest[0])) != 0) {
        number =
            std::min<std::size_t>(number * 10 + static_cast<std::size_t>(rest[0] - '0'), 10'000);
        rest.remove_prefix(1);
    }
    return number;
}

} // namespace

Format::Format(std::string_view text) {
    while (!text.empty()) {
        const char first = text[0];
        text.remove_prefix(1);
        if (first == '%') {
            parts_.emplace_back(parse_conversion(text));
        } else if (first == '\\' && !text.empty()) {
            add_text(escaped_character(text[0]));
            text.remove_prefix(1);
        } else {
            add_text(first);
        }
    }
}

void Format::add_text(char character) {
    if (parts_.empty() || !std::holds_alternative<std::string>(parts_.back())) {
        parts_.emplace_back(std::string{});
    }
    std::get<std::string>(parts_.back()).push_back(character);
}

Format::Conversion Format::parse_conversion(std::string_view& rest) const {
    Conversion conversion;
    if (rest.starts_with('-')) {
        conversion.left = true;
        rest.remove_prefix(1);
    }
    if (rest.starts_with('0')) {
        conversion.pad = '0';
        rest.remove_prefix(1);
    }
    conversion.width = take_number(rest);
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        conversion.precision = take_number(rest);
    }
    std::size_t length = 1;
    if (rest.starts_with('{')) {
        length = std::min(rest.find('}'), rest.size() - 1) + 1;
    } else if (rest.starts_with('@')) {
        length = 2;
    }
    conversion.letter = rest.substr(0, length);
    rest.remove_prefix(std::min(length, rest.size()));
    const bool named = conversion.letter == "{kid}" || conversion.letter == "{security}" ||
                       conversion.letter == "{signer}";
    const bool plain = conversion.letter.size() == 1 &&
                       plain_letters.find(conversion.letter[0]) != std::string_view::npos;
    const bool time = conversion.letter.size() == 2 && conversion.letter[0] == '@';
    if (!named && !plain && !time) {
        throw Error{
            ErrorKind::usage,
            cat("--format has the unknown conversion %", conversion.letter),
            "the manual page lists the conversions; %% is a percent sign"};
    }
    return conversion;
}

std::string Format::apply(const Arrival& arrival, bool escape) const {
    std::string text;
    for (const auto& part : parts_) {
        if (const auto* const literal = std::get_if<std::string>(&part)) {
            text += *literal;
            continue;
        }
        const auto& conversion = std::get<Conversion>(part);
        const auto value = fit(conversion, expand(conversion, arrival));
        text += escape ? io::escape_for_terminal(value) : value;
    }
    return text;
}

std::string Format::expand(const Conversion& conversion, const Arrival& arrival) {
    const auto& letter = conversion.letter;
    if (letter == "{kid}") {
        return arrival.verdict.kid;
    }
    if (letter == "{security}") {
        return std::string{cose::word(arrival.verdict.status)};
    }
    if (letter == "{signer}") {
        return {}; // known once signatures are verified
    }
    if (letter[0] == '@') {
        return letter[1] == 'N' ? std::to_string(1'000'000'000 + arrival.time.tv_nsec).substr(1)
                                : local_time(arrival.time, cat('%', letter[1]));
    }
    constexpr std::string_view properties = "ACDEFPRS";
    return properties.find(letter[0]) != std::string_view::npos
               ? expand_property(letter[0], arrival)
               : expand_about_message(letter[0], arrival);
}

std::string Format::fit(const Conversion& conversion, std::string text) {
    text = text.substr(0, conversion.precision);
    if (text.size() < conversion.width) {
        text.insert(
            conversion.left ? text.size() : 0,
            conversion.width - text.size(),
            conversion.left ? ' ' : conversion.pad
        );
    }
    return text;
}

} // namespace mqttx::app::sub
