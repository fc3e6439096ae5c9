// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/mqtt/message.hpp"
#include "common/mqtt/options.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct ssl_ctx_st;

namespace mqttx::mqtt {

/// What libmosquitto tells. Handlers may throw: the exception leaves the call that drove the
/// library.
class ClientListener {
  public:
    ClientListener() = default;
    ClientListener(const ClientListener&) = delete;
    ClientListener& operator=(const ClientListener&) = delete;
    virtual ~ClientListener() = default;

    virtual void on_connack(const Connack& connack) = 0;
    /// QoS 0: written; QoS 1/2: acknowledged, with the reason code (below 0x80 is success).
    virtual void on_published(int packet_id, int code, std::string_view reason_string) = 0;
    virtual void on_message(const Message& message) = 0;
    virtual void
    on_granted(int packet_id, std::span<const int> codes, std::string_view reason_string) = 0;
    virtual void on_unsubscribed(int packet_id) = 0;
    /// The connection is gone. `code` is a server's reason code (0x80 and above, MQTT 5) or a
    /// library's number.
    virtual void on_closed(int code) = 0;
    /// A line of the library's log ("Client x sending PINGREQ"); no secrets in it.
    virtual void on_log(std::string_view line) = 0;
};

/// How a call into the library ended. `unusable`: it was not MQTT, and the client cannot go on.
enum class Status { ok, lost, protocol, keepalive, tls, refused, unusable };

/// libmosquitto behind values: the only user of its header. It is driven by hand, on one thread:
/// the caller polls the socket and calls read(), write() and tend(). Acknowledgements are queued
/// until write(), so that a message is acknowledged only after its handler returned.
class Client {
  public:
    Client(const ConnectOptions& options, const std::string& client_id, ClientListener& listener);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();

    /// Every connection is made with this context; it must outlive the client.
    void use_tls(ssl_ctx_st* context);

    /// Where to connect to, and from where.
    struct Target {
        std::string address;        ///< in digits; the path of a socket when the port is 0
        int port = 0;               ///
        std::string source_address; ///< in digits; empty: the system chooses
    };

    /// Starts connecting; the socket is there at once, connected or not.
    Status connect(const Target& target, const ConnectOptions& options, Protocol protocol);

    /// -1 when there is no connection.
    [[nodiscard]] int descriptor() const noexcept;
    [[nodiscard]] bool wants_write() const noexcept;
    /// Whether the next message would not make what waits here large.
    [[nodiscard]] bool has_room() const noexcept;
    /// The error the connecting socket met, or 0 (errno values).
    [[nodiscard]] int connect_error() const noexcept;

    /// Reads until the socket has nothing more, at most about `most` packets; again soon when that
    /// was not all.
    Status read(int most);
    [[nodiscard]] bool has_buffered_input() const noexcept;
    Status write();
    /// Keep alive; to be called about once a second.
    Status tend();

    /// The packet identifier. Throws Error(usage) when the broker's limits forbid the message.
    int publish(const OutgoingMessage& message);
    int subscribe(std::span<const Subscription> subscriptions, const Properties& properties);
    int unsubscribe(const std::string& filter, const Properties& properties);
    /// Writes a PINGREQ at once, past the library, which cannot be called from within a handler.
    void ping() noexcept;
    /// Queues a DISCONNECT behind what is queued already.
    void disconnect(const Properties& properties);

    /// Writes a DISCONNECT (no will is sent) and closes, leaving queued acknowledgements unsent:
    /// the broker will deliver those messages again.
    void abandon(const Properties& properties) noexcept;

    /// Closes without a word, as a network does that goes away.
    void hang_up() noexcept;

    /// Sends TCP acknowledgements without delay until the kernel thinks otherwise: a broker that
    /// writes in small pieces (TLS session tickets, then CONNACK) waits 40 ms for them.
    void acknowledge_at_once() const noexcept;

    /// Bytes that the peer's TCP has confirmed on this connection.
    [[nodiscard]] std::uint64_t bytes_confirmed() const noexcept;

    /// Whether bytes wait to be written, or to be confirmed.
    [[nodiscard]] bool has_unconfirmed_output() const noexcept;

    /// The SSL of the connection, or null.
    [[nodiscard]] void* ssl() const noexcept;

    /// The version of libmosquitto that is loaded, "2.0.11".
    static std::string library_version();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace mqttx::mqtt
