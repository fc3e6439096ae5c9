// SPDX-License-Identifier: Apache-2.0
// What --url, --proxy, --host, --port and --tls come to together.
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/login_options.hpp"
#include "common/cli/url.hpp"
#include "common/io/streams.hpp"

namespace mqttx::cli {

namespace {

constexpr int plain_port = 1883;
constexpr int tls_port = 8883;

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
    const auto counts = [&](std::string_view option) { // of two on the command line, the last
        const bool is_last = connection.place_of(option) <= connection.place_of("url");
        if (is_last) {
            connection.from_url.push_back(option);
        }
        return is_last;
    };
    if (counts("host")) {
        connection.connect.host = url.host;
    }
    connection.tls_wanted = connection.tls_wanted || url.tls;
    if (url.port && counts("port")) {
        connection.port = url.port;
    } else if (connection.place_of("url") > 0 && connection.place_of("port") == 0) {
        connection.port.reset(); // a profile's port is that of another place
    }
    if (url.username && counts("username")) {
        connection.connect.username = url.username;
    }
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

bool settle_address(ConnectionOptions& connection, Context& context) {
    apply_url(connection, context);
    apply_proxy(connection, context);
    const bool wanted = connection.tls_wanted || connection.tls_minimum || connection.psk_word ||
                        connection.port == tls_port;
    const bool tls = !connection.tls_off && wanted;
    connection.connect.port = connection.port.value_or(tls ? tls_port : plain_port);
    return tls;
}

void add_url_topic(const ConnectionOptions& connection, std::vector<std::string>& topics) {
    const bool is_replaced = connection.place_of("url") == 0 && connection.place_of("topic") > 0;
    if (connection.url_topic && !is_replaced) {
        topics.push_back(*connection.url_topic);
    }
}

bool url_topic_counts(const ConnectionOptions& connection, bool has_topic) {
    return connection.url_topic &&
           (!has_topic || connection.place_of("url") > connection.place_of("topic"));
}

} // namespace mqttx::cli
