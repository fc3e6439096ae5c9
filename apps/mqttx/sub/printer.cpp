// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/printer.hpp"

#include "apps/mqttx/sub/message_json.hpp"
#include "common/base/text.hpp"
#include "common/io/streams.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::sub {

Printer::Printer(const Options& options, int output)
    : options_{options}, output_{output},
      escapes_{
          options.escape == Escape::always ||
          (options.escape == Escape::automatic && io::is_terminal(output))} {
    if (options.format) {
        format_.emplace(*options.format);
    }
}

std::string Printer::record(const Arrival& arrival) const {
    if (options_.json) {
        return message_json(arrival); // safe to show as it is
    }
    if (format_) {
        return format_->apply(arrival, escapes_);
    }
    return plain_record(arrival);
}

/// The same as mosquitto_sub: an empty payload is nothing, or "(null)" behind its topic.
std::string Printer::plain_record(const Arrival& arrival) const {
    const auto payload = as_text(arrival.content());
    const auto shown = payload.empty() ? "(null)" : payload;
    auto text = options_.verbose ? cat(arrival.message.topic, ' ', shown) : std::string{payload};
    return escapes_ ? io::escape_for_terminal(text) : text;
}

void Printer::print(const Arrival& arrival) {
    const auto text = record(arrival);
    output_.write(text);
    const bool nothing = text.empty() && !format_;
    if (!options_.no_newline && !nothing) {
        output_.write("\n");
    }
}

} // namespace mqttx::app::sub
