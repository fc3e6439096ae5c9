// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/mqtt/message.hpp"
#include "common/mqtt/socks.hpp"
#include "common/tls/client_context.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace mqttx::mqtt {

/// The protocol to speak; `newest` is 5 with one fallback to 3.1.1.
enum class Protocol { newest, v31, v311, v5 };

/// How long to try.
struct Patience {
    std::chrono::milliseconds connect{10'000}; ///< name, TCP, TLS and CONNACK together
    std::chrono::milliseconds acknowledge{
        10'000}; ///< with neither a byte written nor an acknowledgement
    /// Before the first CONNACK: none means one attempt.
    std::optional<std::chrono::milliseconds> first_connection{};
    /// After a CONNACK, counted from each loss: none means for ever.
    std::optional<std::chrono::milliseconds> reconnection{};
    std::optional<int> attempts{}; ///< of reconnecting, in a row
};

/// A message the broker sends when we vanish (MQTT 5 section 3.1.2.5).
struct Will {
    std::string topic;
    Bytes payload;
    int qos = 0;
    bool retain = false;
    Properties properties{}; ///< MQTT 5
    /// Makes the payload anew for each CONNECT; none: it is always the same.
    std::function<Bytes()> sealed{};
};

/// Whom to connect to, as whom, and how.
struct ConnectOptions {
    std::string host = "localhost";
    int port = 1883;
    std::string unix_socket;    ///< its path, in place of host and port
    std::optional<Proxy> proxy; ///< through which host and port are reached
    std::string bind_address;   ///< empty: the system chooses
    std::string interface;      ///< by which connections must leave; empty: by any
    Protocol protocol = Protocol::newest;
    std::string client_id; ///< empty: a random one
    int keepalive = 60;    ///< seconds; 0 or at least 5
    bool clean_start = true;
    std::optional<std::uint32_t> session_expiry; ///< seconds, MQTT 5
    Properties properties;            ///< of CONNECT, beside those with a place here; MQTT 5
    Properties disconnect_properties; ///< of the DISCONNECT that ends the session; MQTT 5
    int receive_maximum = 1000;       ///< QoS 1/2 messages the broker may have under way to us
    int window = 1000;                ///< messages we may have under way, 1..65535
    std::optional<std::string> username;
    std::optional<Secret> password;
    bool plaintext_password_allowed = false;
    std::optional<Will> will;
    std::optional<tls::ClientOptions> tls;
    Patience patience;
    bool nodelay = false;
    bool tells_tls = false;    ///< a notice of what TLS agreed on, after each CONNACK
    int packets_a_turn = 1000; ///< read at most before acknowledgements go out
    bool reads_ahead = false;  ///< takes QoS 0 messages in blocks, past the library and its log
    /// Lets the broker keep the session of a random client identifier between the connections of
    /// one run, since without it messages of QoS 2 under way may be lost; MQTT 5.
    bool resumes_session = false;
    bool publishes_past_library = false; ///< QoS 0 and 1; nothing of QoS 2, no subscription
    bool wants_log = false; ///< costs a formatted line per packet; Message::dup is known with it
    /// Message::dup is known where a message may come again (MQTT 5 section 4.4): under MQTT 5
    /// after a CONNACK that found a session. In a new session nothing is formatted.
    bool wants_redeliveries = false;
};

/// An explicit copy, secrets included, for several connections of the same kind.
ConnectOptions duplicate(const ConnectOptions& options);

/// Checks everything that libmosquitto would wrap, cut or send wrong: lengths (65,535 bytes),
/// UTF-8, NUL, QoS, keep alive. Throws Error(usage) that names the option.
void check(const ConnectOptions& options);

/// Checks topic, QoS and size of a message of `payload_size` bytes: the PUBLISH's remaining length
/// may not exceed 268,435,455 bytes. Throws Error(usage).
void check_publish(
    std::string_view topic, int qos, std::size_t payload_size, const Properties& properties
);

/// Checks a topic filter. Throws Error(usage).
void check_subscription(const Subscription& subscription);

/// "host:port", with an IPv6 address in brackets.
std::string endpoint_name(std::string_view host, int port);

/// What messages call the broker: its endpoint, or the path of its socket.
std::string broker_name(const ConnectOptions& options);

} // namespace mqttx::mqtt
