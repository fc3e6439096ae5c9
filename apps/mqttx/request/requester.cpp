// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/request/requester.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/run.hpp"
#include "common/io/signals.hpp"
#include "common/io/streams.hpp"
#include "common/keys/random.hpp"
#include "common/mqtt/reason_codes.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace mqttx::app::request {

namespace {

constexpr int first_refusal = 0x80;

/// A refusal of either of the two things a request asks of the broker.
Error refusal(
    const std::string& broker,
    std::string_view what,
    const std::string& topic,
    int code,
    std::string_view reason_string,
    const std::string& advice
) {
    const auto said = reason_string.empty() ? std::string{} : cat(" (\"", reason_string, "\")");
    return {
        ErrorKind::denied,
        cat(broker, " refused ", what, in_quotes(topic), ": ", mqtt::describe_code(code, true), said
        ),
        !advice.empty()                ? advice
        : mqtt::lacks_permission(code) ? "this user lacks the permission, or the topic is wrong"
                                       : "",
        ErrorFacts{.mqtt_reason = code, .reason_string = std::string{reason_string}}};
}

std::optional<Bytes> correlation_of(const mqtt::Properties& properties) {
    for (const auto& property : properties) {
        if (property.identifier == mqtt::property_id::correlation_data) {
            return std::get<Bytes>(property.value);
        }
    }
    return std::nullopt;
}

Bytes random_correlation() {
    Bytes bytes(16);
    keys::fill_random(bytes);
    return bytes;
}

} // namespace

Requester::Requester(
    const Options& options,
    mqtt::ConnectOptions connect,
    const keys::Keyring& keyring,
    pub::Parties parties,
    Bytes payload,
    cli::Context& context
)
    : options_{options}, context_{context},
      protection_{options.request, keyring, std::move(parties)},
      receiver_{keyring, options.response.receiver},
      printer_{
          options.response, context.streams.out, context.diagnostics.colors(context.streams.out)},
      refusals_{context.diagnostics}, session_{std::move(connect), *this},
      payload_{std::move(payload)},
      properties_{options.request.connection.properties.of(mqtt::PropertyPacket::publish)} {
    const auto given = correlation_of(properties_);
    correlation_ = given ? *given : random_correlation();
    if (!given) {
        properties_.push_back({mqtt::property_id::correlation_data, correlation_});
    }
    properties_.push_back({mqtt::property_id::response_topic, options.response_topic});
}

cli::ExitCode Requester::run() {
    io::Signals signals;
    const auto deadline = mqtt::Session::Clock::now() + options_.wait;
    while (!session_.is_closed()) {
        const std::array<int, 1> descriptors{signals.descriptor()};
        const auto ready = session_.step({descriptors, deadline});
        if (const auto signal = (ready & 1U) != 0 ? signals.take() : std::nullopt) {
            close();
            throw cli::Interrupted{*signal};
        }
        if (!session_.is_closed() && mqtt::Session::Clock::now() >= deadline) {
            close();
            return timed_out();
        }
    }
    refusals_.tell_totals();
    const bool strict = options_.response.strict_payload && !refusals_.none();
    return strict ? cli::ExitCode::payload : cli::ExitCode::ok;
}

void Requester::close() {
    session_.disconnect();
    while (!session_.is_closed()) {
        session_.step({});
    }
    refusals_.tell_totals();
}

std::string Requester::advice(acl::Action action, const std::string& topic) const {
    const auto& said = options_.request.advice;
    return said ? said->after_denial(action, topic) : std::string{};
}

bool Requester::may_answer_arrive() const {
    const auto& said = options_.request.advice;
    return !said || said->allows(answer_action(options_), options_.response_topic);
}

cli::ExitCode Requester::timed_out() {
    if (!refusals_.none()) {
        return cli::ExitCode::payload;
    }
    const auto within = std::chrono::duration_cast<std::chrono::milliseconds>(options_.wait);
    context_.diagnostics.error(
        {ErrorKind::timeout,
         options_.count == 1 ? cat("no response on ",
                                   in_quotes(options_.response_topic),
                                   " within ",
                                   in_seconds(within))
                             : cat(responses_,
                                   " of ",
                                   options_.count,
                                   " responses on ",
                                   in_quotes(options_.response_topic),
                                   " within ",
                                   in_seconds(within)),
         may_answer_arrive() ? "--wait changes the time"
                             : advice(answer_action(options_), options_.response_topic)}
    );
    return cli::ExitCode::timed_out;
}

void Requester::on_connected(const mqtt::Connack& connack, bool again) {
    if (again) {
        context_.diagnostics.note(cat("connected to ", session_.broker(), " again"));
    }
    if (again && connack.session_present) {
        publish_request();
        return;
    }
    session_.subscribe(
        std::array{
            mqtt::Subscription{.filter = options_.response_topic, .qos = options_.request.qos}},
        options_.request.connection.properties.of(mqtt::PropertyPacket::subscribe)
    );
}

/// Nobody may answer before we listen.
void Requester::on_granted(std::span<const mqtt::Grant> grants, std::string_view reason_string) {
    const auto code = grants.front().code;
    if (code >= first_refusal) {
        throw refusal(
            session_.broker(),
            "the subscription to ",
            options_.response_topic,
            code,
            reason_string,
            advice(answer_action(options_), options_.response_topic)
        );
    }
    publish_request();
}

void Requester::publish_request() {
    if (is_asked_) { // once: a request may have effects
        return;
    }
    const std::int64_t now = std::time(nullptr);
    const auto keys = protection_.keys_for(options_.topic, now);
    mqtt::Properties outer;
    Bytes envelope;
    mqtt::OutgoingMessage message{
        options_.topic, payload_, options_.request.qos, options_.request.retain, &properties_};
    if (keys) {
        envelope = protection_.seal(*keys, options_.topic, payload_, now, properties_);
        outer = pub::Protection::around_envelope(properties_, *keys);
        message.payload = envelope;
        message.properties = &outer;
    }
    session_.publish(message, 0);
    is_asked_ = true;
}

void Requester::on_published(std::uint64_t /*ticket*/, int code, std::string_view reason_string) {
    if (code >= first_refusal) {
        throw refusal(
            session_.broker(),
            "the request to ",
            options_.topic,
            code,
            reason_string,
            advice(pub::action_of(options_.request), options_.topic)
        );
    }
}

void Requester::on_lost(std::uint64_t /*ticket*/) {
    is_asked_ = false;
}

/// A retained message was there before the request. Correlation data that differ belong to another
/// request; a responder that knows nothing of them sends none.
bool Requester::answers_request(const mqtt::Message& message) const {
    if (message.retain || !is_asked_) {
        return false;
    }
    const auto correlation = correlation_of(message.properties);
    return !correlation || *correlation == correlation_;
}

void Requester::on_message(const mqtt::Message& message) {
    if (responses_ >= options_.count || !answers_request(message)) {
        return;
    }
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto verdict = receiver_.receive(
        {message.topic, message.payload, message.retain, message.dup}, now.tv_sec
    );
    if (verdict.status == cose::Status::refused) {
        if (options_.response.on_refusal == sub::OnRefusal::fail) {
            throw sub::refusal_error(verdict, message.topic);
        }
        refusals_.add(verdict, message.topic, sub::Refusals::Clock::now());
    }
    if (!verdict.is_delivered()) {
        return;
    }
    printer_.take({message, verdict, now});
    if (++responses_ == options_.count) {
        session_.settle_and_close();
    }
}

void Requester::before_acknowledging() {
    printer_.flush();
}

void Requester::on_notice(const std::string& text) {
    context_.diagnostics.note(text);
}

void Requester::on_waiting(const std::string& text) {
    if (io::is_terminal(context_.streams.err)) {
        context_.diagnostics.note(text);
    }
}

void Requester::on_debug(std::string_view line) {
    if (options_.request.connection.debug) {
        context_.diagnostics.note(line);
    }
}

std::string Requester::name_of(std::uint64_t /*ticket*/) {
    return "the request";
}

} // namespace mqttx::app::request
