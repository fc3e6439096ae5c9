// SPDX-License-Identifier: Apache-2.0
// What the library and the network do to a session; what the command does to it stands in
// session.cpp.
#include "common/base/text.hpp"
#include "common/mqtt/reason_codes.hpp"
#include "common/mqtt/session.hpp"

#include <utility>

namespace mqttx::mqtt {

void Session::on_connack(const Connack& connack) {
    const bool second = phase_ != Phase::greeting; // MQTT 5 section 3.2
    const bool senseless = connack.receive_maximum == 0 || connack.maximum_packet_size == 0;
    if (second || senseless) {
        broke_protocol_ = true;
        return;
    }
    connack_ = connack;
    check_resumption(connack);
    tell_shorter_session(connack);
    if (connack.code == 0) { // at once: messages may come in the same breath, or the end
        become_connected();
    }
}

/// Said once: what counts on the session should not find it gone.
void Session::tell_shorter_session(const Connack& connack) {
    const bool is_ours = options_.session_expiry && !options_.resumes_session;
    if (connack.session_expiry && is_ours && !retry_.was_connected() &&
        *connack.session_expiry < *options_.session_expiry) {
        listener_.on_notice(
            cat(broker_,
                " keeps the session for ",
                *connack.session_expiry,
                " s after we left, shorter than it was asked for")
        );
    }
}

/// A broker without our session has dropped what it had not handed on yet, and takes our PUBREL for
/// it without a word (MQTT 5 section 4.3.3).
void Session::check_resumption(const Connack& connack) {
    if (connack.code == 0 && !connack.session_present && in_flight_.has_qos2()) {
        run_out(
            {ErrorKind::delivery,
             cat(broker_, " has forgotten our session, and with it messages of QoS 2 under way"),
             "--qos 1 sends again what is not acknowledged"}
        );
    }
}

void Session::on_published(int packet_id, int code, std::string_view reason_string) {
    last_progress_ = Clock::now();
    told_waiting_ = false;
    if (const auto entry = in_flight_.take(packet_id)) {
        listener_.on_published(entry->ticket, code, reason_string);
    }
}

void Session::on_message(const Message& message) {
    if (phase_ == Phase::up) { // what comes behind our DISCONNECT is not acknowledged either
        listener_.on_message(message);
    }
}

void Session::on_granted(
    int packet_id, std::span<const int> codes, std::string_view reason_string
) {
    const auto found = awaiting_grant_.find(packet_id);
    if (found == awaiting_grant_.end()) {
        return;
    }
    const auto subscriptions = std::move(found->second);
    awaiting_grant_.erase(found);
    if (codes.size() != subscriptions.size()) {
        throw Error{
            ErrorKind::network,
            cat(broker_,
                " answered a SUBSCRIBE of ",
                counted(subscriptions.size(), "topic filter"),
                " with ",
                counted(codes.size(), "code"))};
    }
    std::vector<Grant> grants;
    for (std::size_t at = 0; at < codes.size(); ++at) {
        grants.push_back({subscriptions[at], codes[at]});
    }
    listener_.on_granted(grants, reason_string);
}

void Session::on_unsubscribed(int packet_id) {
    if (awaiting_unsubscription_.erase(packet_id) > 0) {
        listener_.on_unsubscribed();
    }
}

void Session::on_closed(int code) {
    if (phase_ == Phase::closing) {
        phase_ = Phase::closed;
    } else if (phase_ == Phase::up && (code == 0 || code >= 0x80)) {
        server_disconnect_ = code;
    }
}

/// The library says that it sends CONNECT when it queues it: the line waits for the packet.
void Session::on_log(std::string_view line) {
    if (phase_ == Phase::connecting) {
        held_line_ = line;
        return;
    }
    tell_held_line();
    listener_.on_debug(line);
}

void Session::tell_held_line() {
    if (!held_line_.empty() && is_exchanging() && !client_->wants_write()) {
        listener_.on_debug(std::exchange(held_line_, {}));
    }
}

Error Session::loss_error(Status status) const {
    if (server_disconnect_) {
        return disconnect_allows_reconnect(*server_disconnect_)
                   ? Error{ErrorKind::network, cat(broker_, " ended the connection: ", describe_code(*server_disconnect_, true)), {}, ErrorFacts{.mqtt_reason = *server_disconnect_}}
                   : disconnect_fault(*server_disconnect_, broker_);
    }
    if (status == Status::keepalive) {
        return {
            ErrorKind::network,
            cat(broker_, " did not answer PINGREQ within ", keepalive().count(), " s (--keepalive)"
            )};
    }
    if (status == Status::protocol) {
        return {ErrorKind::network, cat(broker_, " sent something that is not MQTT")};
    }
    return {ErrorKind::network, cat("lost the connection to ", broker_)};
}

/// The third loss in a row: two clients that take the identifier from each other, as far as can be
/// seen.
Error Session::repeated_loss(const Error& cause, Status status) const {
    const bool hung_up = status != Status::protocol && status != Status::keepalive;
    const bool plain = hung_up && !server_disconnect_;
    return {
        cause.kind(),
        cat(cause.what(),
            plain ? " three times in a row within 10 s of its CONNACK"
                  : "; three connections in a row ended within 10 s of their CONNACK"),
        hung_up ? "client id in use? another client may be connecting with the same --id"
                : "--debug shows the packets",
        cause.facts()};
}

std::chrono::seconds Session::keepalive() const noexcept {
    return std::chrono::seconds{
        connack_ ? connack_->keepalive.value_or(options_.keepalive) : options_.keepalive};
}

/// The connection is gone, in whatever phase it was.
void Session::connection_ended(Status status) {
    if (phase_ == Phase::closing) {
        phase_ = Phase::closed;
        return;
    }
    if (phase_ == Phase::greeting) {
        const bool refused = connack_ && connack_->code != 0;
        const bool mqtt5 = speaks_mqtt5() && (!connack_ || connack_->code >= 0x80);
        attempt_failed(
            refused ? connack_fault(
                          connack_->code,
                          mqtt5,
                          broker_,
                          connack_->reason_string,
                          connack_->other_server
                      )
                    : connector_.lost(status)
        );
        return;
    }
    for (const auto& lost : in_flight_.take_unacknowledgeable()) {
        listener_.on_lost(lost.ticket);
    }
    awaiting_grant_.clear(); // asked again after the next CONNACK
    awaiting_unsubscription_.clear();
    retry_.lost(Clock::now());
    const auto cause = loss_error(status);
    if (server_disconnect_ && !disconnect_allows_reconnect(*server_disconnect_)) {
        give_up(cause);
    }
    if (retry_.looks_like_takeover()) {
        run_out(repeated_loss(cause, status));
    }
    retry_or_give_up(cause);
}

void Session::attempt_failed(const Error& cause) {
    held_line_.clear();
    if (!connector_.reached_broker()) {
        retry_.found_nobody();
    }
    if (!fall_back(cause)) {
        retry_or_give_up(cause);
    }
}

/// A broker of MQTT 3 refuses version 5 or hangs up on it: once, and only when the user named no
/// version.
bool Session::fall_back(const Error& cause) {
    const bool unsupported = connack_ && connack_->code == 0x84;
    const bool silence = !connack_ && phase_ == Phase::greeting &&
                         Clock::now() < connector_.deadline() && connector_.was_met_with_silence();
    const bool password_alone = options_.password && !options_.username; // MQTT 5 section 3.1.2.9
    const bool possible = options_.protocol == Protocol::newest && speaks_mqtt5() &&
                          !retry_.was_connected() && !password_alone;
    if (!possible || !(unsupported || silence) || cause.kind() == ErrorKind::tls) {
        return false;
    }
    protocol_ = Protocol::v311;
    if (options_.resumes_session) { // which an older broker would keep for ever
        options_.clean_start = true;
        make_client();
    }
    listener_.on_notice(
        cat(broker_,
            unsupported ? " does not speak MQTT 5" : " closed the connection on an MQTT 5 CONNECT",
            ": trying 3.1.1, which cannot report a denied publish")
    );
    begin_attempt();
    return true;
}

void Session::retry_or_give_up(const Error& cause) {
    const auto now = Clock::now();
    const auto wait = retry_.after_failure(cause, now);
    if (!wait && Retry::is_permanent(cause)) {
        give_up(cause);
    }
    if (!wait) {
        run_out(cause);
    }
    listener_.on_notice(cat(cause.what(), "; trying again in ", in_seconds(*wait)));
    retry_at_ = now + *wait;
    phase_ = Phase::waiting;
}

/// Out of time or attempts: with messages unacknowledged that is a matter of delivery.
void Session::run_out(const Error& cause) {
    const auto kind = in_flight_.size() == 0 ? cause.kind() : ErrorKind::delivery;
    give_up({kind, cause.what(), cause.hint(), cause.facts()});
}

void Session::give_up(const Error& cause) {
    const auto oldest = in_flight_.oldest();
    phase_ = Phase::closed;
    if (!oldest) {
        throw cause;
    }
    const auto count = in_flight_.size();
    const auto name = listener_.name_of(*oldest);
    throw Error{
        cause.kind(),
        cat(cause.what(),
            "; ",
            count == 1 ? cat(name, " is unacknowledged")
                       : cat(count, " messages are unacknowledged, the first is ", name)),
        cause.hint(),
        cause.facts()};
}

} // namespace mqttx::mqtt
