// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/sendable.hpp"

#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::mqtt {

namespace {

std::optional<std::string> doubtful_fault(std::string_view text) {
    const auto doubtful = topic::doubtful_character(text);
    return doubtful
               ? std::optional{cat("it holds the character ", *doubtful, ", which brokers refuse")}
               : std::nullopt;
}

} // namespace

std::optional<std::string> text_fault(std::string_view text) {
    if (text.size() > 65535) {
        return cat("has ", text.size(), " bytes: MQTT carries at most 65535");
    }
    if (text.find('\0') != std::string_view::npos) {
        return "holds a NUL byte: MQTT text may not";
    }
    if (!is_utf8(text)) {
        return "is not valid UTF-8";
    }
    const auto doubtful = topic::doubtful_character(text);
    return doubtful
               ? std::optional{cat("holds the character ", *doubtful, ", which brokers refuse")}
               : std::nullopt;
}

std::optional<std::string> sendable_topic_fault(std::string_view topic) {
    auto fault = topic::topic_name_fault(topic);
    return fault ? fault : doubtful_fault(topic);
}

std::optional<std::string> sendable_filter_fault(std::string_view filter) {
    auto fault = topic::topic_filter_fault(filter);
    return fault ? fault : doubtful_fault(filter);
}

std::optional<std::string> publish_doubt(std::string_view topic) {
    if (topic.starts_with("$SYS/")) {
        return "it belongs to the broker, and most ignore what a client publishes there";
    }
    return filter_doubt(topic);
}

std::optional<std::string> filter_doubt(std::string_view filter) {
    constexpr std::ptrdiff_t most_slashes = 200; // TOPIC_HIERARCHY_LIMIT of Mosquitto
    const auto slashes = std::count(filter.begin(), filter.end(), '/');
    return slashes > most_slashes
               ? std::optional{cat(
                     "it has ",
                     slashes + 1,
                     " levels, and Mosquitto ends the connection over more than ",
                     most_slashes + 1
                 )}
               : std::nullopt;
}

} // namespace mqttx::mqtt
