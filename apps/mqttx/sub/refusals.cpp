// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/refusals.hpp"

#include "common/base/text.hpp"

namespace mqttx::app::sub {

Error refusal_error(const cose::Verdict& verdict, std::string_view topic) {
    const std::string reason{cose::word(*verdict.reason)};
    return {
        ErrorKind::payload,
        cat("refused a message on ", in_quotes(topic), ": ", reason, ": ", verdict.explanation),
        verdict.hint,
        ErrorFacts{.payload_reason = reason}};
}

void Refusals::add(const cose::Verdict& verdict, std::string_view topic, Clock::time_point now) {
    auto& seen = seen_[cose::word(*verdict.reason)];
    ++seen.count;
    if (seen.shown == 0 || now - seen.last_shown >= std::chrono::seconds{1}) {
        ++seen.shown;
        seen.last_shown = now;
        diagnostics_.error(refusal_error(verdict, topic));
    }
}

void Refusals::tell_totals() const {
    for (const auto& [reason, seen] : seen_) {
        if (seen.shown < seen.count) {
            diagnostics_.note(cat(counted(seen.count, "message"), " refused in all: ", reason));
        }
    }
}

} // namespace mqttx::app::sub
