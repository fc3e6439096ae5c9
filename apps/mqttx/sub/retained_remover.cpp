// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/retained_remover.hpp"

#include "common/base/text.hpp"
#include "common/mqtt/reason_codes.hpp"

namespace mqttx::app::sub {

void RetainedRemover::proceed(mqtt::Session& session) {
    while (!waiting_.empty() && session.room() > 0) {
        const auto& topic =
            under_way_.emplace(++last_ticket_, std::move(waiting_.front())).first->second;
        waiting_.pop_front();
        session.publish({.topic = topic, .payload = {}, .qos = 1, .retain = true}, last_ticket_);
    }
}

void RetainedRemover::answered(std::uint64_t ticket, int code, std::string_view reason_string) {
    constexpr int first_refusal = 0x80;
    if (code >= first_refusal) {
        any_denied_ = true;
        diagnostics_.error(
            {ErrorKind::denied,
             cat("the broker refused to clear the retained message on ",
                 in_quotes(under_way_[ticket]),
                 ": ",
                 mqtt::describe_code(code, true),
                 reason_string.empty() ? "" : cat(" (\"", reason_string, "\")")),
             {},
             ErrorFacts{.mqtt_reason = code, .reason_string = std::string{reason_string}}}
        );
    }
    under_way_.erase(ticket);
}

std::string RetainedRemover::name_of(std::uint64_t ticket) const {
    const auto found = under_way_.find(ticket);
    return cat(
        "the clearing of ", found == under_way_.end() ? "a topic" : in_quotes(found->second)
    );
}

} // namespace mqttx::app::sub
