// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/sendable.hpp"

namespace mqttx::mqtt {

namespace {

constexpr std::size_t longest_string = 65535;
constexpr std::size_t largest_remaining_length = 268'435'455; // MQTT 5 section 2.1.4

[[noreturn]] void refuse(std::string what, std::string hint = {}) {
    throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
}

void check_length(std::string_view name, std::size_t size) {
    if (size > longest_string) {
        refuse(cat(name, " has ", size, " bytes: MQTT carries at most 65535"));
    }
}

void check_text(std::string_view name, std::string_view text) {
    if (const auto fault = text_fault(text)) {
        refuse(cat(name, ' ', *fault));
    }
}

void check_qos(std::string_view name, int qos) {
    if (qos < 0 || qos > 2) {
        refuse(cat(name, " is 0, 1 or 2, not ", qos));
    }
}

void check_credentials(const ConnectOptions& options) {
    if (options.username) {
        check_text("the user name", *options.username);
    }
    if (!options.password) {
        return;
    }
    check_length("the password", options.password->size());
    if (options.password->expose_text().find('\0') != std::string_view::npos) {
        refuse(
            "the password holds a NUL byte, which cannot be sent", "choose a password without NUL"
        );
    }
    const bool needs_username =
        options.protocol == Protocol::v31 || options.protocol == Protocol::v311;
    if (!options.username && needs_username) {
        refuse("a password without a user name needs MQTT 5", "add --username");
    }
}

/// What the bytes of the protocols count to, and what cannot go together.
void check_way(const ConnectOptions& options) {
    constexpr std::size_t longest_path = 107;  // sockaddr_un, with its NUL
    constexpr std::size_t longest_field = 255; // RFC 1928 and RFC 1929: one byte counts
    if (!options.unix_socket.empty() &&
        (options.proxy || !options.interface.empty() || !options.bind_address.empty())) {
        refuse("--unix goes with neither --proxy, --interface nor --bind");
    }
    if (options.unix_socket.size() > longest_path) {
        refuse("the path of --unix has more than 107 bytes");
    }
    if (!options.interface.empty() && !options.bind_address.empty()) {
        refuse("--interface takes the interface's own address", "leave out --bind");
    }
    if (!options.proxy) {
        return;
    }
    const auto& proxy = *options.proxy;
    const std::size_t password = proxy.password ? proxy.password->size() : 0;
    if (options.host.size() > longest_field ||
        (proxy.username && (proxy.username->empty() || proxy.username->size() > longest_field)) ||
        password > longest_field) {
        refuse("host, user name and password for --proxy have 1 to 255 bytes each");
    }
}

void check_will(const Will& will) {
    if (const auto fault = sendable_topic_fault(will.topic)) {
        refuse(cat("will topic ", in_quotes(will.topic), ": ", *fault));
    }
    check_length("the will payload", will.payload.size());
    check_qos("--will-qos", will.qos);
}

} // namespace

void check(const ConnectOptions& options) {
    check_text("the client identifier", options.client_id);
    check_credentials(options);
    if (options.will) {
        check_will(*options.will);
    }
    if (options.keepalive != 0 && (options.keepalive < 5 || options.keepalive > 65535)) {
        refuse(cat("--keepalive is 0 or 5 to 65535 seconds, not ", options.keepalive));
    }
    if (!options.clean_start && options.client_id.empty()) {
        refuse(
            "--disable-clean-session needs a client identifier to find the session again",
            "add --id NAME"
        );
    }
    check_way(options);
    if (options.host.empty()) {
        refuse("the host name is empty", "--host NAME");
    }
}

void check_publish(
    std::string_view topic, int qos, std::size_t payload_size, const Properties& properties
) {
    if (const auto fault = sendable_topic_fault(topic)) {
        refuse(cat("topic ", in_quotes(topic), ": ", *fault));
    }
    check_qos("--qos", qos);
    const std::size_t remaining = 2 + topic.size() + 2 + encoded_size(properties) + payload_size;
    if (remaining > largest_remaining_length) {
        refuse(
            cat("the message has ",
                payload_size,
                " bytes: with its topic it exceeds the 268435455 bytes a PUBLISH may have")
        );
    }
}

void check_subscription(const Subscription& subscription) {
    if (const auto fault = sendable_filter_fault(subscription.filter)) {
        refuse(cat("topic filter ", in_quotes(subscription.filter), ": ", *fault));
    }
    check_qos("--qos", subscription.qos);
}

std::string endpoint_name(std::string_view host, int port) {
    const bool ipv6 = host.find(':') != std::string_view::npos;
    return ipv6 ? cat('[', host, "]:", port) : cat(host, ':', port);
}

std::string broker_name(const ConnectOptions& options) {
    return options.unix_socket.empty() ? endpoint_name(options.host, options.port)
                                       : options.unix_socket;
}

/// A member that is added without being copied here does not compile.
ConnectOptions duplicate(const ConnectOptions& options) {
    const auto& [host, port, unix_socket, proxy, bind_address, interface, protocol, client_id, keepalive, clean_start, session_expiry, properties, disconnect_properties, receive_maximum, window, username, password, plaintext_password_allowed, will, tls, patience, nodelay, tells_tls, packets_a_turn, reads_ahead, resumes_session, publishes_past_library, wants_log, wants_redeliveries] =
        options;
    const auto copy_of = [](const std::optional<Secret>& secret) {
        return secret ? std::optional{secret->duplicate()} : std::nullopt;
    };
    std::optional<Proxy> same_proxy;
    if (proxy) {
        same_proxy.emplace(Proxy{
            proxy->host, proxy->port, proxy->username, copy_of(proxy->password)});
    }
    return {
        host,
        port,
        unix_socket,
        std::move(same_proxy),
        bind_address,
        interface,
        protocol,
        client_id,
        keepalive,
        clean_start,
        session_expiry,
        properties,
        disconnect_properties,
        receive_maximum,
        window,
        username,
        copy_of(password),
        plaintext_password_allowed,
        will,
        tls ? std::optional{tls::duplicate(*tls)} : std::nullopt,
        patience,
        nodelay,
        tells_tls,
        packets_a_turn,
        reads_ahead,
        resumes_session,
        publishes_past_library,
        wants_log,
        wants_redeliveries};
}

} // namespace mqttx::mqtt
