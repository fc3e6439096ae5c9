// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/subscriber.hpp"

#include "apps/mqttx/sub/command_runner.hpp"
#include "apps/mqttx/sub/printer.hpp"
#include "apps/mqttx/sub/rate_table.hpp"
#include "apps/mqttx/sub/watch_table.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/run.hpp"
#include "common/io/output.hpp"
#include "common/io/streams.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace mqttx::app::sub {

namespace {

using Clock = mqtt::Session::Clock;

/// For answers that are still under way when the run ends.
constexpr std::chrono::seconds time_to_finish{5};

/// The line of the permission file that keeps messages away, as far as one does.
std::string why_silent(const Options& options) {
    if (options.advice) {
        for (const auto& one : subscriptions_of(options)) {
            const acl::Action action{acl::Operation::subscribe, one.qos};
            if (!options.advice->allows(action, one.filter)) {
                return cat(
                    in_quotes(one.filter), " is ", options.advice->reason(action, one.filter)
                );
            }
        }
    }
    return {};
}

} // namespace

Subscriber::Subscriber(
    const Options& options,
    mqtt::ConnectOptions connect,
    const keys::Keyring& keyring,
    cli::Context& context
)
    : options_{options}, context_{context}, receiver_{keyring, options.receiver},
      selection_{options}, subscriptions_{options, context.diagnostics},
      remover_{context.diagnostics}, refusals_{context.diagnostics},
      keeping_{options, receiver_, [this](const std::string& text) { note(text); }},
      deadline_{options.wait ? std::optional{Clock::now() + *options.wait} : std::nullopt},
      sink_{make_sink()}, session_{std::move(connect), *this},
      filters_overlap_{subscriptions_.overlap()} {}

std::unique_ptr<Sink> Subscriber::make_sink() {
    const int output = context_.streams.out;
    if (options_.watch) {
        return std::make_unique<WatchTable>(options_, output);
    }
    if (options_.rate) {
        return std::make_unique<RateTable>(output);
    }
    if (options_.command.empty()) {
        return std::make_unique<Printer>(options_, output, context_.diagnostics.colors(output));
    }
    auto runner = std::make_unique<CommandRunner>(
        CommandRunner::Order{options_.command, options_.command_retries},
        context_.streams,
        [this](const std::string& text) { context_.diagnostics.warning(text); }
    );
    runner->set_meanwhile({signals_.descriptor(), deadline_, [this] { session_.keep_alive(); }});
    return runner;
}

cli::ExitCode Subscriber::run() {
    // Who reads us may be content long before the next message comes.
    const int reader = options_.command.empty() ? io::pollable_pipe(context_.streams.out) : -1;
    while (!session_.is_closed()) {
        const std::array<int, 2> descriptors{signals_.descriptor(), reader};
        const auto ready = session_.step({descriptors, next_wake()});
        if (const auto signal = signals_.take()) {
            context_.signal = *signal;
            close();
            throw cli::Interrupted{*signal};
        }
        if ((ready & 2U) != 0) {
            close();
            throw io::ClosedPipe{};
        }
        const auto now = Clock::now();
        sink_->wake_up(now);
        if (deadline_ && !session_.is_closed() && now >= *deadline_) {
            timed_out_ = true;
            close();
        }
    }
    refusals_.tell_totals();
    return verdict();
}

std::optional<Sink::Clock::time_point> Subscriber::next_wake() const {
    const auto wake = sink_->wake_time();
    return wake && deadline_ ? std::min(*wake, *deadline_) : wake ? wake : deadline_;
}

/// Leaves in order: what was written is acknowledged before the DISCONNECT goes out.
void Subscriber::close() {
    finishing_ = true;
    const auto limit = Clock::now() + time_to_finish;
    while (session_.is_up() && !remover_.is_idle() && Clock::now() < limit) {
        session_.step({{}, limit});
    }
    session_.disconnect();
    while (!session_.is_closed()) {
        session_.step({});
    }
}

/// The precedence of exit statuses: 9, 7, 27, 8.
cli::ExitCode Subscriber::verdict() {
    if (!refusals_.none() && (options_.strict_payload || !is_complete())) {
        return cli::ExitCode::payload;
    }
    if (subscriptions_.any_denied() || remover_.any_denied()) {
        return cli::ExitCode::denied;
    }
    const auto got = options_.count ? cat(delivered_, " of ", counted(*options_.count, "message"))
                                    : counted(delivered_, "message");
    if (timed_out_) {
        throw Error{
            ErrorKind::timeout,
            cat("the time given with -W is over: ", got, " received"),
            delivered_ == 0 ? why_silent(options_) : ""};
    }
    if (!remover_.is_idle()) {
        throw Error{
            ErrorKind::delivery,
            cat(session_.broker(),
                " did not confirm that it cleared ",
                counted(remover_.unanswered(), "retained message"))};
    }
    if (options_.count && !is_complete()) {
        throw Error{ErrorKind::delivery, cat("-C is not met: ", got, " received")};
    }
    return cli::ExitCode::ok;
}

void Subscriber::on_connected(const mqtt::Connack& connack, bool again) {
    reconnected_ = reconnected_ || again;
    if (again) {
        note(cat("connected to ", session_.broker(), " again"));
    }
    // A session the broker kept knows its filters; asking again would bring its retained messages
    // again too.
    if (!again || !connack.session_present || !subscriptions_.are_answered()) {
        subscriptions_.request(session_, options_.connection.properties);
    }
}

void Subscriber::on_granted(std::span<const mqtt::Grant> grants, std::string_view reason_string) {
    sink_->make_way();
    subscriptions_.granted(session_.broker(), grants, reason_string);
    end_when_subscribed();
}

void Subscriber::on_unsubscribed() {
    subscriptions_.unsubscribed();
    end_when_subscribed();
}

void Subscriber::end_when_subscribed() {
    if (options_.exit_when_subscribed && subscriptions_.are_answered()) {
        finish();
    }
}

bool Subscriber::may_be_repeat(const mqtt::Message& message) const {
    return message.dup || filters_overlap_ || reconnected_;
}

void Subscriber::on_message(const mqtt::Message& message) {
    if (finishing_) {
        return;
    }
    if (selection_.ends_run(message)) {
        finish();
        return;
    }
    if (selection_.is_filtered_out(message)) {
        return;
    }
    if (!selection_.is_stale(message)) {
        deliver(message);
    }
    if (options_.remove_retained && message.retain) {
        remover_.remove(message.topic);
    }
    if (is_complete()) {
        finish();
    }
}

void Subscriber::deliver(const mqtt::Message& message) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto verdict = receiver_.receive(
        {message.topic, message.payload, message.retain, may_be_repeat(message)}, now.tv_sec
    );
    if (verdict.status == cose::Status::refused) {
        refuse({message, verdict, now});
    }
    if (!verdict.is_delivered()) {
        return;
    }
    if (selection_.is_drawn() && sink_->take({message, verdict, now}) == Sink::Taken::interrupted) {
        timed_out_ = deadline_ && Clock::now() >= *deadline_;
        finishing_ = true;
        keeping_.drop();
        session_.abandon();
        return;
    }
    keeping_.handed_on({message, verdict, now});
    ++delivered_;
}

void Subscriber::refuse(const Arrival& arrival) {
    sink_->make_way();
    if (options_.on_refusal == OnRefusal::fail) {
        sink_->flush();
        throw refusal_error(arrival.verdict, arrival.message.topic);
    }
    refusals_.add(arrival.verdict, arrival.message.topic, Refusals::Clock::now());
    keeping_.refused(arrival);
}

/// Nothing more is wanted. Where nothing is under way the session ends at once, so that nothing
/// later is acknowledged.
void Subscriber::finish() {
    finishing_ = true;
    if (remover_.is_idle()) {
        session_.settle_and_close();
    }
}

/// After what was read was handled: retained messages are cleared when they are safe here.
void Subscriber::before_acknowledging() {
    sink_->flush();
    keeping_.save();
    if (session_.is_up()) {
        remover_.proceed(session_);
    }
}

void Subscriber::on_published(std::uint64_t ticket, int code, std::string_view reason_string) {
    remover_.answered(ticket, code, reason_string);
    if (finishing_ && remover_.is_idle()) {
        session_.disconnect();
    }
}

void Subscriber::note(std::string_view text) {
    sink_->make_way();
    context_.diagnostics.note(text);
}

void Subscriber::on_notice(const std::string& text) {
    note(text);
}

void Subscriber::on_waiting(const std::string& text) {
    if (io::is_terminal(context_.streams.err)) {
        note(text);
    }
}

void Subscriber::on_debug(std::string_view line) {
    if (options_.connection.debug) {
        note(line);
    }
}

std::string Subscriber::name_of(std::uint64_t ticket) {
    return remover_.name_of(ticket);
}

} // namespace mqttx::app::sub
