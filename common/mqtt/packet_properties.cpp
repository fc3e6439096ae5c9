// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/packet_properties.hpp"

#include "common/base/text.hpp"
#include "common/mqtt/sendable.hpp"

#include <algorithm>

namespace mqttx::mqtt {

namespace {

constexpr std::uint32_t any_number = 0xFFFFFFFF;

constexpr unsigned bit(PropertyPacket packet) {
    return 1U << static_cast<unsigned>(packet);
}

constexpr unsigned connect = bit(PropertyPacket::connect);
constexpr unsigned will = bit(PropertyPacket::will);
constexpr unsigned publish = bit(PropertyPacket::publish);
constexpr unsigned subscribe = bit(PropertyPacket::subscribe);
constexpr unsigned unsubscribe = bit(PropertyPacket::unsubscribe);
constexpr unsigned disconnect = bit(PropertyPacket::disconnect);

struct Rule {
    int identifier;
    unsigned packets;
    std::uint32_t least = 0; ///< for numbers, as is `most`
    std::uint32_t most = any_number;
};

// MQTT 5: the packets of section 2.2.2.2 that a client sends, the ranges of sections 3.1.2.11,
// 3.1.3.2, 3.3.2.3, 3.8.2.1 and 3.14.2.2. A client's PUBLISH has no subscription identifier
// (3.3.4), its DISCONNECT no server reference (3.14.2.2.5).
constexpr std::array rules{
    Rule{1, will | publish, 0, 1},
    Rule{2, will | publish},
    Rule{3, will | publish},
    Rule{8, will | publish},
    Rule{9, will | publish},
    Rule{11, subscribe, 1, 268'435'455},
    Rule{17, connect | disconnect},
    Rule{21, connect},
    Rule{22, connect},
    Rule{23, connect, 0, 1},
    Rule{24, will},
    Rule{25, connect, 0, 1},
    Rule{31, disconnect},
    Rule{33, connect, 1, 65535},
    Rule{34, connect, 0, 65535},
    Rule{35, publish, 1, 65535},
    Rule{38, connect | will | publish | subscribe | unsubscribe | disconnect},
    Rule{39, connect, 1},
};

constexpr std::array<std::string_view, property_packets.size()> words{
    "connect", "will", "publish", "subscribe", "unsubscribe", "disconnect"};

const Rule* rule_for(int identifier) noexcept {
    const auto* const found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
        return rule.identifier == identifier;
    });
    return found != rules.end() ? found : nullptr;
}

/// What is wrong with a value, as the end of a sentence about its property.
struct ValueFault {
    const Rule& rule;

    std::optional<std::string> operator()(std::uint32_t number) const {
        if (number >= rule.least && number <= rule.most) {
            return std::nullopt;
        }
        return rule.most == any_number
                   ? cat("is at least ", rule.least, ", not ", number)
                   : cat("is a number from ", rule.least, " to ", rule.most, ", not ", number);
    }

    std::optional<std::string> operator()(const std::string& text) const {
        if (rule.identifier == property_id::response_topic) {
            const auto fault = sendable_topic_fault(text);
            return fault ? std::optional{cat("cannot be ", in_quotes(text), ": ", *fault)}
                         : std::nullopt;
        }
        return text_fault(text);
    }

    std::optional<std::string> operator()(const Bytes& bytes) const {
        return bytes.size() > 65535
                   ? std::optional{cat("has ", bytes.size(), " bytes: MQTT carries at most 65535")}
                   : std::nullopt;
    }

    std::optional<std::string> operator()(const std::pair<std::string, std::string>& pair) const {
        const auto fault = text_fault(pair.first);
        return fault ? fault : text_fault(pair.second);
    }
};

} // namespace

std::string_view word(PropertyPacket packet) noexcept {
    return words[static_cast<std::size_t>(packet)];
}

std::vector<std::string> properties_of(PropertyPacket packet) {
    std::vector<std::string> names;
    for (const auto& rule : rules) {
        if ((rule.packets & bit(packet)) != 0) {
            names.emplace_back(property_kind(rule.identifier)->name);
        }
    }
    return names;
}

std::optional<std::string>
property_fault(PropertyPacket packet, const Properties& others, const Property& property) {
    const auto kind = property_kind(property.identifier);
    const auto* const rule = rule_for(property.identifier);
    if (!kind || rule == nullptr || (rule->packets & bit(packet)) == 0) {
        return cat(
            kind ? kind->name : "this",
            " is not a property of ",
            word(packet),
            " that a client may send"
        );
    }
    const bool is_second = property.identifier != property_id::user_property &&
                           std::any_of(others.begin(), others.end(), [&](const Property& other) {
                               return other.identifier == property.identifier;
                           });
    if (is_second) {
        return cat(kind->name, " is given twice for ", word(packet));
    }
    const auto fault = std::visit(ValueFault{*rule}, property.value);
    return fault ? std::optional{cat(kind->name, ' ', *fault)} : std::nullopt;
}

} // namespace mqttx::mqtt
