// SPDX-License-Identifier: Apache-2.0
#include "common/cli/connection_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/login_options.hpp"
#include "common/cli/profile.hpp"
#include "common/cli/tls_options.hpp"
#include "common/io/streams.hpp"

#include <unistd.h>

#include <array>

namespace mqttx::cli {

namespace {

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

/// As mosquitto_pub takes it: -1 and the sign of infinity are 4294967295, which is never (MQTT 5
/// section 3.1.2.11.2).
std::uint32_t session_expiry(const std::string& word) {
    constexpr std::int64_t never = 4294967295;
    const auto number = word == "\u221E" ? never : parse_integer(word);
    if (!number || *number < -1 || *number > never) {
        throw Error{
            ErrorKind::usage,
            cat("--session-expiry-interval takes a whole number from -1 to ",
                never,
                ", not ",
                in_quotes(word))};
    }
    return static_cast<std::uint32_t>(*number);
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
    options.value(
        "-x,--session-expiry-interval",
        ValueKind::number,
        [&](const std::string& word) { connect.session_expiry = session_expiry(word); },
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

/// --id-prefix makes another identifier each time.
void take_prefix(ConnectionOptions& connection) {
    if (!connection.id_prefix) {
        return;
    }
    if (!connection.connect.client_id.empty()) {
        throw Error{ErrorKind::usage, "--id contradicts --id-prefix", "leave one out"};
    }
    if (!connection.connect.clean_start) {
        throw Error{
            ErrorKind::usage,
            "--disable-clean-session needs a client identifier to find the session again, and "
            "--id-prefix makes a new one each time",
            "--id NAME instead"};
    }
    connection.connect.client_id = cat(*connection.id_prefix, ::getpid());
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
    connection.place_of = [&options](std::string_view name) { return options.place_of(name); };
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

void warn_of_secrets(const ConnectionOptions& connection, Context& context) {
    if (connection.password_word) {
        context.diagnostics.warning(
            "a password in an argument can be seen by other users of this machine",
            "--password-file, --password-env or --ask-password"
        );
    }
    if (connection.psk_word) {
        context.diagnostics.warning(
            "a pre-shared key in an argument can be seen by other users of this machine",
            "--psk-file"
        );
    }
}

void warn_of_properties(const ConnectionOptions& connection, Context& context) {
    const auto& properties = connection.properties.of(mqtt::PropertyPacket::connect);
    for (const auto& property : properties) {
        const auto* const data = std::get_if<Bytes>(&property.value);
        if (property.identifier == mqtt::property_id::authentication_data && data != nullptr) {
            if (context.streams.conceal) {
                context.streams.conceal(as_text(*data));
            }
            context.diagnostics.warning(
                "authentication data in an argument can be seen by other users of this machine",
                "a broker that takes a password as well: --password-file"
            );
        }
    }
    constexpr int topic_alias_maximum = 34; // MQTT 5 section 3.1.2.11.5
    if (mqtt::number_of(properties, topic_alias_maximum).value_or(0) > 0) {
        context.diagnostics.warning(
            "topic aliases from the broker are asked for, but libmosquitto does not know them: a "
            "message that has one ends the connection",
            "leave out --property connect topic-alias-maximum"
        );
    }
}

mqtt::ConnectOptions take_connection(ConnectionOptions& connection, Context& context) {
    const bool tls = settle_address(connection, context);
    warn_of_secrets(connection, context);
    warn_of_properties(connection, context);
    connection.connect.password = take_password(connection, context, tls);
    take_prefix(connection);
    if (connection.connect.session_expiry) {
        need_mqtt5(connection.connect, "--session-expiry-interval");
    } else if (!connection.connect.clean_start) {
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
