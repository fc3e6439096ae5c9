// SPDX-License-Identifier: Apache-2.0
#include "common/cli/connection_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/login_options.hpp"
#include "common/cli/profile.hpp"
#include "common/cli/tls_options.hpp"
#include "common/cli/url.hpp"
#include "common/io/streams.hpp"

#include <unistd.h>

#include <array>

namespace mqttx::cli {

namespace {

constexpr int plain_port = 1883;
constexpr int tls_port = 8883;

void where_options(Declaration& options, ConnectionOptions& connection) {
    options.section("Connection");
    options.text(
        "-h,--host", connection.connect.host, "HOST", "connect to this broker (localhost)"
    );
    options.number(
        "-p,--port", connection.port, 1, 65535, "PORT", "connect to this port (1883, with TLS 8883)"
    );
    options.text(
        "-L,--url",
        connection.url,
        "URL",
        "mqtt(s)://[user@]host[:port][/topic] in place of the options for them"
    );
    options.value(
        "--unix",
        ValueKind::file,
        [&](const std::string& path) { connection.connect.unix_socket = path; },
        "PATH",
        "connect to this socket of a broker on this machine"
    );
    options.text(
        "--proxy",
        connection.proxy_url,
        "URL",
        "connect through a SOCKS5 proxy, socks5h://[user@]host[:port], which looks the broker up"
    );
    options.value(
        "--interface",
        ValueKind::interface,
        [&](const std::string& name) { connection.connect.interface = name; },
        "NAME",
        "connect only if the way to the broker leaves by this interface, and stay on it"
    );
    options.text(
        "-A,--bind", connection.connect.bind_address, "ADDRESS", "connect from this local address"
    );
    options.choice(
        "-V,--protocol-version",
        connection.connect.protocol,
        {{"mqttv31", mqtt::Protocol::v31},
         {"31", mqtt::Protocol::v31},
         {"mqttv311", mqtt::Protocol::v311},
         {"311", mqtt::Protocol::v311},
         {"mqttv5", mqtt::Protocol::v5},
         {"5", mqtt::Protocol::v5}},
        "VERSION",
        "speak MQTT 31, 311 or 5 and nothing else (5, then 3.1.1 when the broker knows no better)"
    );
    options.flag(
        "--nodelay",
        connection.connect.nodelay,
        "send small packets at once (TCP_NODELAY); slower in bulk"
    );
    profile_options(options);
}

void session_options(Declaration& options, ConnectionOptions& connection) {
    auto& connect = connection.connect;
    options.section("Session");
    options.text("-i,--id", connect.client_id, "ID", "use this client identifier (a random one)");
    options.text(
        "-I,--id-prefix",
        connection.id_prefix,
        "PREFIX",
        "use a client identifier of this prefix and the process id"
    );
    options.number(
        "-k,--keepalive",
        connect.keepalive,
        0,
        65535,
        "SECONDS",
        "send a PINGREQ after this much silence (60; 0 or at least 5)"
    );
    options.flag(
        "-c,--disable-clean-session",
        [&] { connect.clean_start = false; },
        "keep subscriptions and queued messages at the broker (needs --id)"
    );
    options.number(
        "-x,--session-expiry-interval",
        connect.session_expiry,
        -1, // as mosquitto_pub: 4294967295, which is never
        4294967295,
        "SECONDS",
        "let the broker forget the session this long after we left (MQTT 5; never with -c)"
    );
}

void patience_options(Declaration& options, ConnectionOptions& connection) {
    auto& patience = connection.connect.patience;
    options.section("Patience");
    options.duration(
        "--connect-timeout",
        patience.connect,
        "TIME",
        "wait this long for name, TCP, TLS and CONNACK together (10 s)"
    );
    options.duration(
        "--ack-timeout",
        patience.acknowledge,
        "TIME",
        "wait this long for an acknowledgement (10 s)"
    );
    options.duration(
        "--retry-for",
        patience.first_connection,
        "TIME",
        "keep trying to connect, and to reconnect, for this long"
    );
    options.number(
        "--max-retries",
        patience.attempts,
        0,
        1000000,
        "N",
        "try to reconnect at most this often in a row"
    );
}

/// The process list shows a URL's password until it is overwritten.
void conceal(const UrlAuthority& url, const Context& context) {
    if (url.written_password && context.streams.conceal) {
        context.streams.conceal(url.written_password->expose_text());
    }
}

void apply_proxy(ConnectionOptions& connection, Context& context) {
    if (!connection.proxy_url) {
        return;
    }
    auto url = parse_proxy_url(*connection.proxy_url);
    if (url.password) {
        conceal(url, context);
        context.diagnostics.warning(
            "the proxy's password in an argument can be seen by other users of this machine",
            "a proxy that knows its clients by their address needs none"
        );
    }
    auto& proxy = connection.connect.proxy.emplace();
    proxy.host = std::move(url.host);
    proxy.port = url.port.value_or(proxy.port);
    proxy.username = std::move(url.username);
    proxy.password = std::move(url.password);
}

void apply_url(ConnectionOptions& connection, Context& context) {
    if (!connection.url) {
        return;
    }
    auto url = parse_broker_url(*connection.url);
    connection.connect.host = url.host;
    connection.tls_wanted = connection.tls_wanted || url.tls;
    connection.port = url.port ? url.port : connection.port;
    connection.connect.username = url.username ? url.username : connection.connect.username;
    connection.url_topic = url.topic;
    if (url.password) {
        conceal(url, context);
        if (connection.password_word) {
            refuse_two_passwords();
        }
        connection.password_word = std::move(url.password);
    }
}

} // namespace

void connection_options(
    Declaration& options,
    ConnectionOptions& connection,
    std::initializer_list<mqtt::PropertyPacket> also
) {
    std::vector packets{
        mqtt::PropertyPacket::connect,
        mqtt::PropertyPacket::will,
        mqtt::PropertyPacket::disconnect};
    packets.insert(packets.end(), also.begin(), also.end());
    where_options(options, connection);
    session_options(options, connection);
    property_options(options, connection.properties, packets);
    login_options(options, connection);
    tls_options(options, connection);
    patience_options(options, connection);
    options.refused("-S", false, "give the broker's name: --host NAME");
    options.refused("--ws", false, "brokers take MQTT over TCP and TLS as well: --port PORT");
    options.refused("-o", true, "keep options in a profile: --profile NAME");
}

io::PrivatePolicy secret_policy(const ConnectionOptions& connection) noexcept {
    return connection.lax_permissions ? io::PrivatePolicy::lax : io::PrivatePolicy::strict;
}

void limit_reconnection(mqtt::Patience& patience) {
    constexpr std::chrono::seconds usual{30};
    patience.reconnection = patience.first_connection.value_or(usual);
}

bool settle_address(ConnectionOptions& connection, Context& context) {
    apply_url(connection, context);
    apply_proxy(connection, context);
    const bool wanted = connection.tls_wanted || connection.tls_minimum || connection.psk_word ||
                        connection.port == tls_port;
    const bool tls = !connection.tls_off && wanted;
    connection.connect.port = connection.port.value_or(tls ? tls_port : plain_port);
    return tls;
}

mqtt::ConnectOptions take_connection(ConnectionOptions& connection, Context& context) {
    const bool tls = settle_address(connection, context);
    connection.connect.password = take_password(connection, context, tls);
    if (connection.id_prefix && connection.connect.client_id.empty()) {
        connection.connect.client_id = cat(*connection.id_prefix, ::getpid());
    }
    if (!connection.connect.clean_start && !connection.connect.session_expiry) {
        constexpr std::uint32_t never = 0xFFFFFFFF; // MQTT 5 section 3.1.2.11.2
        connection.connect.session_expiry = never;
    }
    take_properties(connection.properties, connection.connect);
    if (tls) {
        connection.connect.tls = take_tls(connection, context);
    }
    return std::move(connection.connect);
}

} // namespace mqttx::cli
