// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::topic {

/// A '+' or '#' where section 4.7.1 allows none.
struct MisplacedWildcard {
    std::size_t offset;
    std::string_view reason; ///< a sentence, as the faults below
};

/// The first misplaced wildcard of a filter. The text may be any bytes; $share is not looked at.
std::optional<MisplacedWildcard> misplaced_wildcard(std::string_view filter) noexcept;

/// Why a text is no topic name to publish to (MQTT 5 sections 1.5.4, 3.3.2.1, 4.7), as a sentence
/// to put after the quoted text and a colon; none when it is one.
std::optional<std::string> topic_name_fault(std::string_view name);

/// Why a text is no topic filter to subscribe to (sections 4.7.1 and 4.8.2: $share/group/filter);
/// none when it is one.
std::optional<std::string> topic_filter_fault(std::string_view filter);

/// The first code point that is allowed but should not stand in a topic: a control character or a
/// Unicode noncharacter (section 1.5.4). Brokers may close the connection over it, Mosquitto does.
/// The text must be UTF-8.
std::optional<std::string> doubtful_character(std::string_view text);

/// The parts of $share/group/filter (section 4.8.2); they point into the text.
struct SharedSubscription {
    std::string_view group;
    std::string_view filter;
};

/// The parts of a shared subscription; none when the filter is not of that shape.
std::optional<SharedSubscription> shared_subscription(std::string_view filter) noexcept;

/// The filter that messages are matched against: without $share/group/ where that leads.
std::string_view without_share(std::string_view filter) noexcept;

} // namespace mqttx::topic
