// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/publisher.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"
#include "common/mqtt/reason_codes.hpp"

/// What becomes of the messages and the connection, as the session tells it.
namespace mqttx::app::pub {

void Publisher::on_connected(const mqtt::Connack& /*connack*/, bool again) {
    if (again) {
        progress_.clear();
        context_.diagnostics.note(cat("connected to ", session_.broker(), " again"));
    }
}

void Publisher::on_published(std::uint64_t ticket, int code, std::string_view reason_string) {
    constexpr int first_refusal = 0x80;
    if (code < first_refusal) {
        ++counts_.accepted;
        recorded_topics_.erase(ticket);
        return;
    }
    ++counts_.denied;
    const auto topic = topic_of(ticket);
    const auto said = reason_string.empty() ? std::string{} : cat(" (\"", reason_string, "\")");
    recorded_topics_.erase(ticket);
    if (told_.insert(cat(code, ' ', topic)).second) {
        progress_.clear();
        context_.diagnostics.error(
            {ErrorKind::denied,
             cat(session_.broker(),
                 " refused ",
                 source_.name_of(ticket / topics_each() + 1),
                 " to ",
                 in_quotes(topic),
                 ": ",
                 mqtt::describe_code(code, true),
                 said),
             options_.advice ? options_.advice->after_denial(action_of(options_), topic)
             : mqtt::lacks_permission(code)
                 ? "this user may not publish there: ask for the permission, or check the topic"
                 : "",
             ErrorFacts{.mqtt_reason = code, .reason_string = std::string{reason_string}}}
        );
    }
}

void Publisher::on_lost(std::uint64_t ticket) {
    ++counts_.lost;
    recorded_topics_.erase(ticket);
}

void Publisher::on_notice(const std::string& text) {
    progress_.clear();
    context_.diagnostics.note(text);
}

void Publisher::on_waiting(const std::string& text) {
    if (io::is_terminal(context_.streams.err)) {
        progress_.clear();
        context_.diagnostics.note(text);
    }
}

void Publisher::on_debug(std::string_view line) {
    if (options_.connection.debug) {
        context_.diagnostics.note(line);
    }
}

} // namespace mqttx::app::pub
