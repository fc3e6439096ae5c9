// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/session.hpp"

#include "common/base/text.hpp"
#include "common/tls/last_words.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>

namespace mqttx::mqtt {

namespace {

constexpr std::chrono::seconds time_to_close{2};
constexpr std::size_t most_watched = 8;

std::string random_client_id() {
    std::random_device random;
    std::array<std::uint8_t, 8> bytes{};
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<std::uint8_t>(random()); });
    return cat("mqttx-", to_hex(bytes));
}

} // namespace

Session::Session(ConnectOptions options, SessionListener& listener)
    : options_{std::move(options)}, listener_{listener}, broker_{broker_name(options_)},
      connector_{options_, broker_}, retry_{options_.patience},
      protocol_{options_.protocol == Protocol::newest ? Protocol::v5 : options_.protocol} {
    check(options_);
    if (options_.client_id.empty()) {
        options_.client_id = random_client_id();
        keep_session();
    }
    if (options_.tls) {
        tls_.emplace(*options_.tls, options_.host);
    }
    make_client();
    retry_.begin(Clock::now());
    begin_attempt();
}

Session::~Session() {
    if (client_ && (phase_ == Phase::up || phase_ == Phase::closing)) {
        client_->abandon(options_.disconnect_properties);
    }
}

/// Nobody else knows the identifier, so no older session is met; DISCONNECT ends this one.
void Session::keep_session() {
    constexpr std::uint32_t longer_than_most_losses = 3600;
    if (!options_.resumes_session || !speaks_mqtt5() || options_.session_expiry) {
        options_.resumes_session = false;
        return;
    }
    options_.clean_start = false;
    options_.session_expiry = longer_than_most_losses;
    options_.disconnect_properties.push_back(
        {property_id::session_expiry_interval, std::uint32_t{0}}
    );
}

void Session::make_client() {
    ClientListener& events = *this;
    client_.emplace(options_, options_.client_id, events);
    if (tls_) {
        client_->use_tls(tls_->native());
    }
}

void Session::begin_attempt() {
    phase_ = Phase::connecting;
    connack_.reset();
    server_disconnect_.reset();
    told_waiting_ = broke_protocol_ = false;
    attempt_began_ = Clock::now();
    connector_.begin(*client_, tls_ ? &*tls_ : nullptr, protocol_);
    continue_attempt(); // an address in digits needs no waiting
}

void Session::continue_attempt() {
    if (connector_.advance()) {
        phase_ = Phase::greeting;
        // A handshake goes on by reading, too. Without one the library may read only what
        // check_peer() can have seen: bytes that come between the two would be taken for MQTT.
        exchange(tls_ ? POLLIN | POLLOUT : POLLOUT);
    } else if (connector_.failure()) {
        attempt_failed(*connector_.failure());
    }
}

unsigned Session::step(const Watch& watch) {
    const auto now = Clock::now();
    keep_time(now);
    std::array<pollfd, 1 + most_watched> polled{};
    const auto watched = watch.readable.first(std::min(watch.readable.size(), most_watched));
    polled[0] = own_interest();
    std::transform(watched.begin(), watched.end(), polled.begin() + 1, [](int descriptor) {
        return pollfd{descriptor, POLLIN, 0};
    });
    if (::poll(polled.data(), 1 + watched.size(), poll_timeout(watch, now)) < 0) {
        return 0; // EINTR: the caller's loop comes again
    }
    unsigned ready = 0;
    for (std::size_t at = 0; at < watched.size(); ++at) {
        ready |= polled[at + 1].revents != 0 ? 1U << at : 0U;
    }
    if (phase_ == Phase::connecting && polled[0].revents != 0) {
        continue_attempt();
    } else if (is_exchanging() && (polled[0].revents != 0 || client_->has_buffered_input())) {
        exchange(polled[0].revents);
    }
    check_silence(Clock::now());
    return ready;
}

pollfd Session::own_interest() const {
    if (phase_ == Phase::connecting) {
        return connector_.interest();
    }
    if (!is_exchanging()) {
        return {-1, 0, 0};
    }
    return {
        client_->descriptor(),
        static_cast<short>(POLLIN | (client_->wants_write() ? POLLOUT : 0)),
        0};
}

bool Session::is_exchanging() const noexcept {
    return phase_ == Phase::greeting || phase_ == Phase::up || phase_ == Phase::closing;
}

/// Reads what is there, lets the command make it safe, then writes: acknowledgements go last.
void Session::exchange(short events) {
    if (phase_ == Phase::greeting) {
        connector_.check_peer();
        if (connector_.failure()) {
            attempt_failed(*connector_.failure());
            return;
        }
        client_->acknowledge_at_once();
    }
    tls::LastWords last_words{
        phase_ == Phase::greeting ? client_->ssl() : nullptr, client_->descriptor()};
    auto status = Status::ok;
    if ((events & ~POLLOUT) != 0 || client_->has_buffered_input()) {
        last_heard_ = Clock::now();
        status = client_->read(options_.packets_a_turn);
    }
    if (phase_ == Phase::closed) { // settle_and_close() went before
        return;
    }
    if (broke_protocol_) {
        client_->hang_up();
        status = Status::protocol;
    }
    listener_.before_acknowledging();
    if (status == Status::unusable) {
        make_client(); // knows nothing of what is under way
        if (in_flight_.size() > 0) {
            run_out(loss_error(Status::protocol));
        }
        status = Status::protocol;
    }
    if (status == Status::ok && client_->descriptor() >= 0 && client_->wants_write()) {
        status = client_->write();
    }
    if (phase_ != Phase::closed && (status != Status::ok || client_->descriptor() < 0)) {
        last_words.hear();
        connection_ended(status);
    }
}

void Session::become_connected() {
    const auto now = Clock::now();
    const bool again = retry_.was_connected();
    phase_ = Phase::up;
    told_waiting_ = false;
    retry_.connected(now);
    last_progress_ = last_heard_ = now;
    next_tick_ = now;
    bytes_confirmed_ = 0;
    output_waited_ = false;
    if (options_.tells_tls && tls_) {
        for (const auto& line : tls_->agreement()) {
            listener_.on_notice(line);
        }
    }
    listener_.on_connected(*connack_, again);
}

std::size_t Session::room() noexcept {
    if (phase_ != Phase::up || in_flight_.is_identifier_space_tight() || !client_->has_room()) {
        return 0;
    }
    const auto window =
        std::min<std::size_t>(static_cast<std::size_t>(options_.window), connack_->receive_maximum);
    return window - std::min(window, in_flight_.size());
}

/// What the CONNACK rules out; the broker would end the connection for it, or the library change it
/// without a word.
void Session::check_limits(const OutgoingMessage& message, std::uint64_t ticket) const {
    const auto refuse = [](std::string what, std::string hint = {}) {
        throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
    };
    if (message.qos > connack_->maximum_qos) {
        refuse(
            cat(broker_, " takes QoS 0 to ", connack_->maximum_qos, " only"),
            cat("use --qos ", connack_->maximum_qos)
        );
    }
    if (message.retain && !connack_->retain_available) {
        refuse(cat(broker_, " does not keep retained messages"), "leave out --retain");
    }
    const bool has_properties = message.properties != nullptr && !message.properties->empty();
    if (has_properties) {
        const auto alias = number_of(*message.properties, property_id::topic_alias).value_or(0);
        if (alias > connack_->topic_alias_maximum) {
            refuse(
                cat(broker_, " takes no topic alias above ", connack_->topic_alias_maximum),
                "leave out the topic alias"
            );
        }
    }
    const auto size = message.payload.size() + message.topic.size() +
                      (has_properties ? encoded_size(*message.properties) : 0) + 10;
    if (size > connack_->maximum_packet_size) {
        refuse(
            cat(listener_.name_of(ticket),
                " takes up to ",
                size,
                " bytes: ",
                broker_,
                " accepts packets of at most ",
                connack_->maximum_packet_size)
        );
    }
}

void Session::publish(const OutgoingMessage& message, std::uint64_t ticket) {
    check_limits(message, ticket);
    if (in_flight_.size() == 0) {
        last_progress_ = Clock::now();
    }
    in_flight_.add(client_->publish(message), {ticket, message.qos});
}

void Session::subscribe(std::span<const Subscription> subscriptions, const Properties& properties) {
    last_progress_ = Clock::now();
    awaiting_grant_[client_->subscribe(subscriptions, properties)] = {
        subscriptions.begin(), subscriptions.end()};
}

void Session::unsubscribe(const std::string& filter, const Properties& properties) {
    last_progress_ = Clock::now();
    awaiting_unsubscription_.insert(client_->unsubscribe(filter, properties));
}

void Session::keep_alive() {
    const auto now = Clock::now();
    if (phase_ == Phase::up && keepalive().count() > 0 &&
        now - std::max(last_ping_, last_heard_) >= keepalive() / 2) {
        last_ping_ = now;
        client_->ping();
    }
}

void Session::abandon() {
    phase_ = Phase::closed;
    client_->abandon(options_.disconnect_properties);
}

void Session::disconnect() {
    if (phase_ != Phase::up) {
        phase_ = Phase::closed;
        return;
    }
    phase_ = Phase::closing;
    closing_deadline_ = Clock::now() + time_to_close;
    client_->disconnect(options_.disconnect_properties);
}

void Session::settle_and_close() {
    phase_ = Phase::closed;
    listener_.before_acknowledging();
    const auto deadline = Clock::now() + time_to_close;
    while (client_->write() == Status::ok && client_->wants_write() && Clock::now() < deadline) {
        pollfd socket{client_->descriptor(), POLLOUT, 0};
        ::poll(&socket, 1, static_cast<int>(time_to_close / std::chrono::milliseconds{1}));
    }
    client_->abandon(options_.disconnect_properties);
}

} // namespace mqttx::mqtt
