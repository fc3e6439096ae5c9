// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/subscriber.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/run.hpp"
#include "common/io/streams.hpp"
#include "common/mqtt/reason_codes.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/validity.hpp"

#include <array>
#include <ctime>

namespace mqttx::app::sub {

namespace {

constexpr int first_refusal = 0x80;

bool any_overlap(const std::vector<std::string>& filters) {
    for (std::size_t one = 0; one < filters.size(); ++one) {
        for (std::size_t other = one + 1; other < filters.size(); ++other) {
            if (topic::overlaps(
                    topic::without_share(filters[one]), topic::without_share(filters[other])
                )) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

Subscriber::Subscriber(
    const Options& options,
    mqtt::ConnectOptions connect,
    keys::Keyring keyring,
    cli::Context& context
)
    : options_{options}, context_{context}, keyring_{std::move(keyring)},
      receiver_{keyring_, options.receiver}, printer_{options, context.streams.out},
      refusals_{context.diagnostics}, session_{std::move(connect), *this},
      filters_overlap_{any_overlap(options.filters)} {}

cli::ExitCode Subscriber::run() {
    io::Signals signals;
    const auto start = mqtt::Session::Clock::now();
    const auto deadline = options_.wait ? std::optional{start + *options_.wait} : std::nullopt;
    while (!session_.is_closed()) {
        const std::array<int, 1> descriptors{signals.descriptor()};
        const auto ready = session_.step({descriptors, deadline});
        if (const auto signal = (ready & 1U) != 0 ? signals.take() : std::nullopt) {
            context_.signal = *signal;
            close();
            throw cli::Interrupted{*signal};
        }
        if (deadline && !session_.is_closed() && mqtt::Session::Clock::now() >= *deadline) {
            close();
            return verdict(true);
        }
    }
    return verdict(false);
}

/// Leaves in order: what was printed is acknowledged before the DISCONNECT goes out.
void Subscriber::close() {
    session_.disconnect();
    while (!session_.is_closed()) {
        session_.step({});
    }
    refusals_.tell_totals();
}

cli::ExitCode Subscriber::verdict(bool timed_out) {
    if (!timed_out) {
        refusals_.tell_totals();
    }
    const bool refusals_count = !refusals_.none() && (options_.strict_payload || !is_complete());
    if (refusals_count) {
        return cli::ExitCode::payload;
    }
    if (denied_) {
        return cli::ExitCode::denied;
    }
    if (timed_out) {
        const auto got = options_.count
                             ? cat(delivered_, " of ", *options_.count, " messages")
                             : cat(delivered_, delivered_ == 1 ? " message" : " messages");
        context_.diagnostics.error(
            {ErrorKind::timeout, cat("the time given with -W is over: ", got, " received")}
        );
        return cli::ExitCode::timed_out;
    }
    return cli::ExitCode::ok;
}

void Subscriber::on_connected(const mqtt::Connack& connack, bool again) {
    reconnected_ = reconnected_ || again;
    if (again) {
        context_.diagnostics.note(cat("connected to ", session_.broker(), " again"));
    }
    // A session the broker kept knows its filters; asking again would bring its retained messages
    // again too.
    if (!again || !connack.session_present || !granted_) {
        subscribe();
    }
}

void Subscriber::subscribe() {
    granted_ = false;
    std::vector<mqtt::Subscription> subscriptions;
    for (const auto& filter : options_.filters) {
        subscriptions.push_back(
            {filter,
             options_.qos,
             options_.no_local,
             options_.retain_as_published,
             options_.retain_handling}
        );
    }
    session_.subscribe(
        subscriptions, options_.connection.properties.of(mqtt::PropertyPacket::subscribe)
    );
}

void Subscriber::on_granted(std::span<const mqtt::Grant> grants, std::string_view reason_string) {
    granted_ = true;
    std::size_t refused = 0;
    std::optional<Error> last;
    for (const auto& grant : grants) {
        if (grant.code < first_refusal) {
            continue;
        }
        if (last) {
            context_.diagnostics.error(*last);
        }
        ++refused;
        denied_ = true;
        const auto said = reason_string.empty() ? std::string{} : cat(" (\"", reason_string, "\")");
        last.emplace(
            ErrorKind::denied,
            cat(session_.broker(),
                " refused the subscription to ",
                in_quotes(grant.subscription.filter),
                ": ",
                mqtt::describe_code(grant.code, true),
                said),
            mqtt::lacks_permission(grant.code)
                ? "this user may not subscribe there: ask for the permission, or check the filter"
                : "",
            ErrorFacts{.mqtt_reason = grant.code, .reason_string = std::string{reason_string}}
        );
    }
    if (refused == grants.size()) {
        throw Error{*last};
    }
    if (last) {
        context_.diagnostics.error(*last);
    }
}

bool Subscriber::is_wanted(const mqtt::Message& message) const {
    if (options_.no_retained && message.retain) {
        return false;
    }
    return !options_.retained_only || message.retain;
}

bool Subscriber::may_be_repeat(const mqtt::Message& message) const {
    return message.dup || filters_overlap_ || reconnected_;
}

void Subscriber::on_message(const mqtt::Message& message) {
    if (is_complete() || !is_wanted(message)) {
        return;
    }
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto verdict = receiver_.receive(
        {message.topic, message.payload, message.retain, may_be_repeat(message)}, now.tv_sec
    );
    if (verdict.status == cose::Status::refused) {
        refuse(verdict, message.topic);
    }
    if (!verdict.is_delivered()) {
        return;
    }
    printer_.print({message, verdict, now});
    ++delivered_;
    if (is_complete()) {
        session_.settle_and_close();
    }
}

void Subscriber::refuse(const cose::Verdict& verdict, std::string_view topic) {
    if (options_.on_refusal == OnRefusal::fail) {
        printer_.flush();
        throw refusal_error(verdict, topic);
    }
    refusals_.add(verdict, topic, Refusals::Clock::now());
}

void Subscriber::before_acknowledging() {
    printer_.flush();
}

void Subscriber::on_notice(const std::string& text) {
    context_.diagnostics.note(text);
}

void Subscriber::on_waiting(const std::string& text) {
    if (io::is_terminal(context_.streams.err)) {
        context_.diagnostics.note(text);
    }
}

void Subscriber::on_debug(std::string_view line) {
    if (options_.connection.debug) {
        context_.diagnostics.note(line);
    }
}

std::string Subscriber::name_of(std::uint64_t /*ticket*/) {
    return {}; // sub publishes nothing
}

} // namespace mqttx::app::sub
