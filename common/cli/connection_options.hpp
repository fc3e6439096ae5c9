// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/property_options.hpp"
#include "common/cli/secret_options.hpp"
#include "common/io/private_file.hpp"
#include "common/mqtt/options.hpp"

#include <initializer_list>
#include <optional>
#include <string>

namespace mqttx::cli {

class Declaration;
struct Context;

/// What the connection options say, before secrets are read and defaults chosen.
struct ConnectionOptions {
    mqtt::ConnectOptions connect{};
    PropertyOptions properties{};
    std::optional<int> port;
    std::optional<std::string> url;
    std::optional<std::string> proxy_url;
    std::optional<std::string> id_prefix;
    std::optional<std::string> url_topic;     ///< the path of --url; for commands that take a topic
    std::vector<std::string_view> from_url{}; ///< options whose value --url gave: "host", "port"
    /// Where an option stands on the command line, counted from 1; 0 when it is not there.
    std::function<std::size_t(std::string_view)> place_of = [](std::string_view) { return 0; };
    SecretSource password{};
    std::optional<Secret> password_word; ///< -P
    bool password_transformed = false;
    std::optional<std::string> realm;
    tls::ClientOptions tls{};
    std::optional<tls::Version> tls_minimum;
    std::optional<std::string> psk_file;
    std::optional<Secret> psk_word; ///< --psk
    bool tls_wanted = false;        ///< --tls or any TLS option
    bool tls_off = false;
    SecretSource key_password{.what = "key passphrase", .option = "key-password"};
    bool lax_permissions = false;
    bool debug = false;
};

/// Declares whom to connect to, as whom and how: shared by every command that talks to a broker.
/// Its -D sets properties of CONNECT, the will and DISCONNECT, and of `also`.
void connection_options(
    Declaration& options,
    ConnectionOptions& connection,
    std::initializer_list<mqtt::PropertyPacket> also = {}
);

/// Applies --url and --proxy and chooses the port; answers whether TLS is on. Reads no secret.
/// Throws Error(usage).
bool settle_address(ConnectionOptions& connection, Context& context);

/// Adds the topic of --url to those of a command that takes several, as mosquitto_sub does; a
/// profile's url yields to --topic on the command line.
void add_url_topic(const ConnectionOptions& connection, std::vector<std::string>& topics);

/// Whether the topic of --url stands in place of the one a command was given: the last counts.
bool url_topic_counts(const ConnectionOptions& connection, bool has_topic);

/// Warns about every secret that the command line itself holds.
void warn_of_secrets(const ConnectionOptions& connection, Context& context);

/// How strictly files with secrets are looked at: --insecure-key-permissions.
io::PrivatePolicy secret_policy(const ConnectionOptions& connection) noexcept;

/// Limits the time a lost connection is tried again, for commands whose end somebody waits for:
/// --retry-for, or else 30 s.
void limit_reconnection(mqtt::Patience& patience);

/// Reads the secrets, applies --url, and decides about TLS and the port. Warns about what deserves
/// it. Throws Error(usage) for contradictions, Error(local) for unreadable secrets.
mqtt::ConnectOptions take_connection(ConnectionOptions& connection, Context& context);

} // namespace mqttx::cli
