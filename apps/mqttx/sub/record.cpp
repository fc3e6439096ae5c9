// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/record.hpp"

#include "apps/mqttx/sub/message_json.hpp"
#include "common/base/text.hpp"
#include "common/io/json_text.hpp"
#include "common/io/streams.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::sub {

namespace {

constexpr std::string_view topic_color = "\x1b[36m";
constexpr std::string_view no_color = "\x1b[0m";

} // namespace

Record::Record(const Options& options, bool escapes, bool colors)
    : options_{options}, escapes_{escapes}, colors_{colors} {
    if (options.format) {
        format_.emplace(*options.format, options.pretty);
    }
}

std::string Record::text(const Arrival& arrival) const {
    if (options_.json) { // safe to show as it is
        return options_.pretty ? io::pretty_json(message_json(arrival)) : message_json(arrival);
    }
    return format_ ? format_->apply(arrival, escapes_) : plain(arrival);
}

/// The same as mosquitto_sub: an empty payload is nothing, or "(null)" behind its topic, unless the
/// line has no end.
std::string Record::plain(const Arrival& arrival) const {
    auto payload = as_text(arrival.content());
    if (payload.empty() && (!options_.verbose || options_.no_newline)) {
        return {};
    }
    const auto safe = [&](std::string_view text) {
        return escapes_ ? io::escape_for_terminal(text) : std::string{text};
    };
    if (!options_.verbose) {
        return safe(payload);
    }
    payload = payload.empty() ? "(null)" : payload;
    const auto topic = safe(arrival.message.topic);
    return colors_ ? cat(topic_color, topic, no_color, ' ', safe(payload))
                   : cat(topic, ' ', safe(payload));
}

bool escapes_for(const Options& options, int descriptor) noexcept {
    return options.escape == Escape::always ||
           (options.escape == Escape::automatic && io::is_terminal(descriptor));
}

} // namespace mqttx::app::sub
