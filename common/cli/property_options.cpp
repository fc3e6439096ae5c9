// SPDX-License-Identifier: Apache-2.0
#include "common/cli/property_options.hpp"

#include "common/base/error.hpp"
#include "common/base/suggest.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace mqttx::cli {

namespace {

using mqtt::PropertyPacket;
using Words = std::span<const std::string>;

constexpr std::string_view pair_name = "user-property";

[[noreturn]] void refuse(std::string what, std::string hint = {}) {
    throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                    : character;
    });
    return text;
}

std::vector<std::string> words_of(std::span<const PropertyPacket> packets) {
    std::vector<std::string> words;
    for (const auto packet : packets) {
        words.emplace_back(mqtt::word(packet));
    }
    return words;
}

std::string listed(std::span<const PropertyPacket> packets) {
    std::string list;
    for (const auto packet : packets) {
        list += cat(list.empty() ? "" : ", ", mqtt::word(packet));
    }
    return list;
}

PropertyPacket packet_named(const std::string& name, std::span<const PropertyPacket> packets) {
    for (const auto packet : packets) {
        if (mqtt::word(packet) == lower(name)) {
            return packet;
        }
    }
    refuse(
        cat("--property sets nothing of ", in_quotes(name), " packets here"),
        cat("it sets properties of ", listed(packets))
    );
}

mqtt::PropertyKind kind_named(const std::string& name, PropertyPacket packet) {
    if (const auto kind = mqtt::property_kind(std::string_view{lower(name)})) {
        return *kind;
    }
    const auto meant = nearest_word(lower(name), mqtt::properties_of(packet));
    refuse(
        cat("there is no property ", in_quotes(name), " in MQTT 5"),
        meant.empty() ? "" : cat("did you mean ", in_quotes(meant), "?")
    );
}

std::uint32_t number_from(const std::string& text, std::string_view name) {
    const auto number = parse_integer(text);
    if (!number || *number < 0 || *number > 0xFFFFFFFFLL) {
        refuse(cat("--property ", name, " takes a number, not ", in_quotes(text)));
    }
    return static_cast<std::uint32_t>(*number);
}

mqtt::Property property_from(const mqtt::PropertyKind& kind, Words values) {
    switch (kind.type) {
    case mqtt::PropertyType::text:
        return {kind.identifier, values[0]};
    case mqtt::PropertyType::binary: {
        const auto bytes = as_bytes(values[0]);
        return {kind.identifier, Bytes{bytes.begin(), bytes.end()}};
    }
    case mqtt::PropertyType::pair:
        return {kind.identifier, std::pair{values[0], values[1]}};
    default:
        return {kind.identifier, number_from(values[0], kind.name)};
    }
}

/// PACKET NAME VALUE, or PACKET user-property KEY VALUE.
std::size_t words_taken(Words words) {
    return words.size() > 1 && lower(words[1]) == pair_name ? 4 : 3;
}

void store(PropertyOptions& options, Words words, std::span<const PropertyPacket> packets) {
    const auto packet = packet_named(words[0], packets);
    const auto property = property_from(kind_named(words[1], packet), words.subspan(2));
    auto& properties = options.of(packet);
    if (const auto fault = mqtt::property_fault(packet, properties, property)) {
        refuse(cat("--property: ", *fault));
    }
    properties.push_back(property);
}

/// What may stand as the next word of -D, for completion.
std::vector<std::string> next_words(Words before, std::span<const PropertyPacket> packets) {
    if (before.empty()) {
        return words_of(packets);
    }
    for (const auto packet : packets) {
        if (before.size() == 1 && mqtt::word(packet) == lower(before[0])) {
            return mqtt::properties_of(packet);
        }
    }
    return {};
}

void will_options(Declaration& options, PropertyOptions& properties) {
    options.text(
        "--will-topic",
        properties.will_topic,
        "TOPIC",
        "have the broker publish here when the connection ends without a DISCONNECT"
    );
    options.text(
        "--will-payload", properties.will_payload, "TEXT", "publish this text then (nothing)"
    );
    options.number(
        "--will-qos", properties.will_qos, 0, 2, "N", "at this quality of service: 0, 1 or 2 (0)"
    );
    options.flag("--will-retain", properties.will_retain, "as a retained message");
}

void take_will(PropertyOptions& options, mqtt::ConnectOptions& connect) {
    auto& properties = options.of(PropertyPacket::will);
    if (!options.will_topic) {
        if (options.will_payload || options.will_qos || options.will_retain ||
            !properties.empty()) {
            refuse("a will needs a topic", "add --will-topic TOPIC");
        }
        return;
    }
    const auto text = options.will_payload.value_or("");
    const auto payload = as_bytes(text);
    connect.will = mqtt::Will{
        *options.will_topic,
        {payload.begin(), payload.end()},
        options.will_qos.value_or(0),
        options.will_retain,
        std::move(properties)};
}

/// Takes one number out of the list: it has a place of its own.
std::optional<std::uint32_t> take_number(mqtt::Properties& properties, int identifier) {
    const auto number = mqtt::number_of(properties, identifier);
    std::erase_if(properties, [&](const mqtt::Property& property) {
        return property.identifier == identifier;
    });
    return number;
}

void take_connect(mqtt::Properties properties, mqtt::ConnectOptions& connect) {
    const auto expiry = take_number(properties, mqtt::property_id::session_expiry_interval);
    if (expiry && connect.session_expiry) {
        refuse(
            "the session expiry interval is given twice",
            "leave out --property connect session-expiry-interval"
        );
    }
    connect.session_expiry = expiry ? expiry : connect.session_expiry;
    if (const auto most = take_number(properties, mqtt::property_id::receive_maximum)) {
        connect.receive_maximum = static_cast<int>(*most);
    }
    const auto has = [&](int identifier) {
        return std::any_of(properties.begin(), properties.end(), [&](const auto& property) {
            return property.identifier == identifier;
        });
    };
    if (has(mqtt::property_id::authentication_data) &&
        !has(mqtt::property_id::authentication_method)) { // MQTT 5 section 3.1.2.11.10
        refuse(
            "authentication-data means nothing without a method",
            "add --property connect authentication-method NAME"
        );
    }
    connect.properties = std::move(properties);
}

void take_disconnect(mqtt::Properties properties, mqtt::ConnectOptions& connect) {
    const auto expiry = mqtt::number_of(properties, mqtt::property_id::session_expiry_interval);
    if (expiry.value_or(0) != 0 && connect.session_expiry.value_or(0) == 0) {
        refuse( // MQTT 5 section 3.14.2.2.2
            "a session that expires at once cannot be kept at DISCONNECT",
            "add --session-expiry-interval SECONDS"
        );
    }
    connect.disconnect_properties = std::move(properties);
}

} // namespace

void property_options(
    Declaration& options, PropertyOptions& properties, std::span<const PropertyPacket> packets
) {
    const std::vector<PropertyPacket> known{packets.begin(), packets.end()};
    options.words(
        "-D,--property",
        4,
        words_taken,
        [&properties, known](Words words) { store(properties, words, known); },
        [known](Words before) { return next_words(before, known); },
        "PACKET NAME [KEY] VALUE",
        cat("set an MQTT 5 property of the packets of a kind (user-property has a key): ",
            listed(known))
    );
    will_options(options, properties);
}

void need_mqtt5(mqtt::ConnectOptions& connect, std::string_view option) {
    if (connect.protocol == mqtt::Protocol::v31 || connect.protocol == mqtt::Protocol::v311) {
        refuse(cat(option, " needs MQTT 5"), "leave it out, or say --protocol-version 5");
    }
    connect.protocol = mqtt::Protocol::v5;
}

void take_properties(PropertyOptions& options, mqtt::ConnectOptions& connect) {
    const bool any = std::any_of(
        options.of_packets.begin(),
        options.of_packets.end(),
        [](const mqtt::Properties& properties) { return !properties.empty(); }
    );
    if (any) {
        need_mqtt5(connect, "--property");
    }
    take_will(options, connect);
    take_connect(std::move(options.of(PropertyPacket::connect)), connect);
    take_disconnect(std::move(options.of(PropertyPacket::disconnect)), connect);
}

} // namespace mqttx::cli
