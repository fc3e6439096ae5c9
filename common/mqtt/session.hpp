// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"
#include "common/mqtt/client.hpp"
#include "common/mqtt/connector.hpp"
#include "common/mqtt/in_flight.hpp"
#include "common/mqtt/options.hpp"
#include "common/mqtt/retry.hpp"

#include <poll.h>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace mqttx::mqtt {

/// What a session tells its command, on the command's own stack, from within Session::step().
/// Handlers may throw: the exception leaves step(), and unacknowledged messages stay
/// unacknowledged.
class SessionListener {
  public:
    SessionListener() = default;
    SessionListener(const SessionListener&) = delete;
    SessionListener& operator=(const SessionListener&) = delete;
    virtual ~SessionListener() = default;

    /// After every CONNACK that accepts us; `again` after a loss.
    virtual void on_connected(const Connack& connack, bool again) = 0;

    virtual void on_message(const Message& /*message*/) {}

    /// Before acknowledgements are sent: what on_message() produced must be safe now.
    virtual void before_acknowledging() {}

    /// The message was written (QoS 0) or acknowledged; a `code` of 0x80 and above is a refusal.
    virtual void
    on_published(std::uint64_t /*ticket*/, int /*code*/, std::string_view /*reason_string*/) {}

    /// A QoS 0 message that was not written when its connection went.
    virtual void on_lost(std::uint64_t /*ticket*/) {}

    virtual void on_granted(std::span<const Grant> /*grants*/, std::string_view /*reason_string*/) {
    }

    /// A filter of unsubscribe() is gone; the library does not say with which reason code.
    virtual void on_unsubscribed() {}

    /// Something worth a line on standard error: a loss, an attempt, a fallback.
    virtual void on_notice(const std::string& text) = 0;

    /// Nothing has happened for a while; told once each time. For people who watch.
    virtual void on_waiting(const std::string& /*text*/) {}

    /// A line for --debug.
    virtual void on_debug(std::string_view /*line*/) {}

    /// What to call a message in an error: "line 3".
    virtual std::string name_of(std::uint64_t ticket) = 0;
};

/// An MQTT session: connects, keeps itself connected as its options say, and hands messages both
/// ways. The caller owns the loop and calls step() until it has what it wants; nothing happens
/// between the calls. One thread.
class Session : private ClientListener {
  public:
    using Clock = std::chrono::steady_clock;

    /// Other things a turn of the loop waits for.
    struct Watch {
        std::span<const int> readable{}; ///< descriptors besides the session's own, at most 8
        std::optional<Clock::time_point> until{}; ///< at the latest
    };

    /// Throws Error for options that cannot work (files, usage) before anything is sent.
    Session(ConnectOptions options, SessionListener& listener);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    /// A session that is still up ends without a will, its pending acknowledgements unsent.
    ~Session() override;

    /// One turn: waits for something to happen, at most until the watch says, and handles it.
    /// Answers which of the watched descriptors are readable, as bits in their order. Throws Error
    /// when the session is over for good.
    unsigned step(const Watch& watch);

    [[nodiscard]] bool is_up() const noexcept { return phase_ == Phase::up; }

    [[nodiscard]] bool is_closed() const noexcept { return phase_ == Phase::closed; }

    /// How many more messages may be handed over now; 0 while there is no connection.
    [[nodiscard]] std::size_t room() noexcept;

    /// Messages handed over and not yet written or acknowledged.
    [[nodiscard]] std::size_t under_way() const noexcept { return in_flight_.size(); }

    /// Hands a message over; room() must not be 0. `ticket` is the caller's number for it. Throws
    /// Error(usage) where the broker's CONNACK rules the message out (size, QoS, retain).
    void publish(const OutgoingMessage& message, std::uint64_t ticket);

    /// Asks for subscriptions that share their options; the answer comes to on_granted().
    void subscribe(std::span<const Subscription> subscriptions, const Properties& properties = {});

    /// The same for one filter that is to go.
    void unsubscribe(const std::string& filter, const Properties& properties = {});

    /// For on_message(), when it takes its time: keeps the connection alive meanwhile.
    void keep_alive();

    /// For on_message(): ends at once, without a will; this message and later ones stay
    /// unacknowledged.
    void abandon();

    /// Ends in order: what is queued goes out, then DISCONNECT; step() until is_closed().
    void disconnect();

    /// For on_message(), after the last message that is wanted: sends the acknowledgements so far
    /// and DISCONNECT at once, so that nothing later is acknowledged. The session is closed
    /// afterwards.
    void settle_and_close();

    /// Whether MQTT 5 is spoken; not so after a fallback to 3.1.1.
    [[nodiscard]] bool speaks_mqtt5() const noexcept { return protocol_ == Protocol::v5; }

    /// The broker as messages name it: host:port.
    [[nodiscard]] const std::string& broker() const noexcept { return broker_; }

    [[nodiscard]] const std::optional<tls::ClientContext>& tls() const noexcept { return tls_; }

  private:
    enum class Phase { connecting, greeting, up, waiting, closing, closed };

    void on_connack(const Connack& connack) override;
    void on_published(int packet_id, int code, std::string_view reason_string) override;
    void on_message(const Message& message) override;
    void
    on_granted(int packet_id, std::span<const int> codes, std::string_view reason_string) override;
    void on_unsubscribed(int packet_id) override;
    void on_closed(int code) override;
    void on_log(std::string_view line) override;

    void check_limits(const OutgoingMessage& message, std::uint64_t ticket) const;
    void make_client();
    void keep_session();
    void check_resumption(const Connack& connack);
    void begin_attempt();
    void continue_attempt();
    void exchange(short events);
    void become_connected();
    void keep_time(Clock::time_point now);
    void check_silence(Clock::time_point now);
    void tell_held_line();
    void tell_shorter_session(const Connack& connack);
    void tend(Clock::time_point now);
    void check_acknowledgements(Clock::time_point now);
    void tell_waiting(Clock::time_point since, Clock::time_point now, std::string_view what);
    void connection_ended(Status status);
    void attempt_failed(const Error& cause);
    void retry_or_give_up(const Error& cause);
    bool fall_back(const Error& cause);
    [[noreturn]] void run_out(const Error& cause);
    [[noreturn]] void give_up(const Error& cause);
    [[nodiscard]] Error loss_error(Status status) const;
    [[nodiscard]] Error repeated_loss(const Error& cause, Status status) const;
    [[nodiscard]] std::chrono::seconds keepalive() const noexcept;
    [[nodiscard]] pollfd own_interest() const;
    [[nodiscard]] bool is_exchanging() const noexcept;
    [[nodiscard]] int poll_timeout(const Watch& watch, Clock::time_point now) const;

    ConnectOptions options_;
    SessionListener& listener_;
    std::string broker_;
    std::optional<tls::ClientContext> tls_;
    std::optional<Client> client_;
    Connector connector_;
    Retry retry_;
    Protocol protocol_;
    Phase phase_ = Phase::waiting;
    InFlight in_flight_;
    std::map<int, std::vector<Subscription>> awaiting_grant_;
    std::set<int> awaiting_unsubscription_;
    std::optional<Connack> connack_;       ///< of the current connection
    std::optional<int> server_disconnect_; ///< reason code, MQTT 5
    std::uint64_t bytes_confirmed_ = 0;    ///< at the last tick
    bool output_waited_ = false;           ///< at the last tick
    bool broke_protocol_ = false;          ///< in a way the library does not mind
    bool told_waiting_ = false;
    Clock::time_point attempt_began_{};
    Clock::time_point retry_at_{};
    Clock::time_point next_tick_{};
    std::string held_line_; ///< of the library's log, about what was not sent yet
    Clock::time_point last_progress_{};
    Clock::time_point last_heard_{};
    Clock::time_point last_ping_{}; ///< of keep_alive()
    Clock::time_point closing_deadline_{};
};

} // namespace mqttx::mqtt
