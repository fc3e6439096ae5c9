// SPDX-License-Identifier: Apache-2.0
// What happens to a session because time passed.
#include "common/base/text.hpp"
#include "common/mqtt/session.hpp"

#include <algorithm>

namespace mqttx::mqtt {

namespace {

constexpr std::chrono::seconds tick{1};

} // namespace

/// Deadlines, keep alive and the next attempt: everything that happens because time passed.
void Session::keep_time(Clock::time_point now) {
    switch (phase_) {
    case Phase::waiting:
        if (now >= retry_at_) {
            begin_attempt();
        }
        break;
    case Phase::connecting:
    case Phase::greeting:
        tell_waiting(attempt_began_, now, "waiting for ");
        if (now >= connector_.deadline()) {
            attempt_failed(connector_.timed_out());
        } else if (phase_ == Phase::connecting && now >= connector_.address_deadline()) {
            connector_.pass_over_address();
            if (connector_.failure()) {
                attempt_failed(*connector_.failure());
            }
        }
        break;
    case Phase::up:
        if (now >= next_tick_) {
            tend(now);
        }
        break;
    case Phase::closing: // all is acknowledged: a broker that does not take our DISCONNECT changes
                         // nothing
        phase_ = now >= closing_deadline_ ? Phase::closed : phase_;
        break;
    case Phase::closed:
        break;
    }
}

/// The library looks at its keep alive once a second, and counts whole seconds: a silent broker is
/// to be noticed within twice the keep alive all the same.
void Session::check_silence(Clock::time_point now) {
    tell_held_line();
    const auto limit = 2 * keepalive();
    if (phase_ == Phase::up && limit.count() > 0 && now - last_heard_ >= limit) {
        client_->hang_up();
        connection_ended(Status::keepalive);
    }
}

void Session::tend(Clock::time_point now) {
    next_tick_ = now + tick;
    check_acknowledgements(now);
    if (const auto overdue = last_progress_ + options_.patience.acknowledge; overdue > now) {
        next_tick_ = std::min(next_tick_, overdue);
    }
    const auto status = client_->tend();
    if (status != Status::ok || client_->descriptor() < 0) {
        connection_ended(status);
    }
}

void Session::tell_waiting(Clock::time_point since, Clock::time_point now, std::string_view what) {
    constexpr std::chrono::seconds noticeable{2};
    if (!told_waiting_ && now - since >= noticeable) {
        told_waiting_ = true;
        listener_.on_waiting(cat(what, broker_));
    }
}

void Session::check_acknowledgements(Clock::time_point now) {
    const auto confirmed = client_->bytes_confirmed();
    // A large message on a slow line is progress; a PINGREQ, gone within a tick, is none.
    if (confirmed != bytes_confirmed_ && output_waited_) {
        last_progress_ = now;
    }
    bytes_confirmed_ = confirmed;
    output_waited_ = client_->has_unconfirmed_output();
    const bool awaits_answer = !awaiting_grant_.empty() || !awaiting_unsubscription_.empty();
    if (!awaits_answer && in_flight_.size() == 0) {
        return;
    }
    tell_waiting(last_progress_, now, "waiting for an acknowledgement from ");
    if (now - last_progress_ < options_.patience.acknowledge) {
        return;
    }
    const auto patience = in_seconds(options_.patience.acknowledge);
    if (awaits_answer) {
        const auto* const what = awaiting_grant_.empty() ? "UNSUBSCRIBE" : "the subscription";
        throw Error{
            ErrorKind::network,
            cat(broker_, " did not answer ", what, " within ", patience),
            "--ack-timeout changes the time"};
    }
    run_out(
        {ErrorKind::delivery,
         cat(broker_, " acknowledged nothing for ", patience),
         "--ack-timeout changes the time"}
    );
}

int Session::poll_timeout(const Watch& watch, Clock::time_point now) const {
    if (phase_ == Phase::up && client_->has_buffered_input()) {
        return 0;
    }
    auto wake = phase_ == Phase::up ? next_tick_ : now + tick;
    if (phase_ == Phase::waiting) {
        wake = std::min(wake, retry_at_);
    } else if (phase_ == Phase::connecting || phase_ == Phase::greeting) {
        wake = std::min(wake, connector_.address_deadline());
    } else if (phase_ == Phase::up && keepalive().count() > 0) {
        wake = std::min(wake, last_heard_ + 2 * keepalive());
    }
    wake = std::min(wake, watch.until.value_or(wake));
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(wake - now).count();
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(wait, 0));
}

} // namespace mqttx::mqtt
