// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/connector.hpp"

#include "common/base/text.hpp"
#include "common/mqtt/first_bytes.hpp"
#include "common/mqtt/route.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace mqttx::mqtt {

namespace {

/// The peer had accepted the connection, and ended it: one that refuses says ECONNREFUSED.
bool was_hung_up(int error_number) {
    return error_number == ECONNRESET || error_number == EPIPE;
}

} // namespace

void Connector::begin(Client& client, tls::ClientContext* tls, Protocol protocol) {
    client_ = &client;
    tls_ = tls;
    protocol_ = protocol;
    failure_.reset();
    addresses_.clear();
    next_address_ = 0;
    route_fault_.clear();
    proxy_dialog_.reset();
    peer_spoke_ = tcp_stands_ = false;
    deadline_ = Clock::now() + options_.patience.connect;
    address_deadline_ = deadline_;
    if (tls_ != nullptr && options_.proxy) {
        tls_->hold_handshakes();
    }
    if (options_.unix_socket.empty()) {
        resolver_.start(next_host());
    }
}

/// Whose name we look up: with a proxy, the broker's is none of our business.
const std::string& Connector::next_host() const noexcept {
    return options_.proxy ? options_.proxy->host : options_.host;
}

pollfd Connector::interest() const {
    if (addresses_.empty()) {
        return {resolver_.descriptor(), POLLIN, 0};
    }
    const bool listens = proxy_dialog_ && proxy_dialog_->unsent().empty();
    return {client_->descriptor(), static_cast<short>(listens ? POLLIN : POLLOUT), 0};
}

/// User name and password travel in plain text only where nobody else can listen, or where that is
/// wanted.
bool Connector::guard_password() {
    const bool remote =
        options_.proxy ||
        std::any_of(addresses_.begin(), addresses_.end(), [](const Address& address) {
            return !address.loopback;
        });
    const bool credentials = options_.username || options_.password;
    if (remote && credentials && !options_.tls && !options_.plaintext_password_allowed) {
        failure_.emplace(
            ErrorKind::usage,
            cat("the user name and password would go to ", broker_, " in plain text"),
            "--tls protects them; --allow-plaintext-password sends them as they are"
        );
        return false;
    }
    return true;
}

void Connector::find_addresses() {
    if (!options_.unix_socket.empty()) {
        addresses_ = {{options_.unix_socket, true}};
    } else if (!resolver_.is_done()) {
        return;
    } else {
        addresses_ = resolver_.addresses();
    }
    if (addresses_.empty()) {
        failure_.emplace(
            ErrorKind::network,
            cat("cannot look up ",
                options_.proxy ? "proxy " : "host ",
                in_quotes(next_host()),
                ": ",
                resolver_.fault()),
            cat("check ", options_.proxy ? "--proxy" : "--host", " and the name service")
        );
    } else if (guard_password()) {
        connect_next_address(0);
    }
}

bool Connector::advance() {
    if (addresses_.empty()) {
        find_addresses();
        return false;
    }
    // With TLS the library would spin on a refused connection: nobody calls it before the socket's
    // verdict is in.
    if (const int error_number = client_->connect_error(); error_number != 0) {
        if (options_.proxy && (proxy_dialog_ || was_hung_up(error_number))) {
            failure_ = proxy_hung_up();
        } else if (tls_ != nullptr && was_hung_up(error_number)) {
            tcp_stands_ = true;
            client_->read(1); // the alert that explains it may still wait in the socket
            failure_ = lost(Status::tls);
        } else {
            connect_next_address(error_number);
        }
        return false;
    }
    tcp_stands_ = true;
    address_deadline_ = deadline_;
    return !options_.proxy || talk_to_proxy();
}

/// True when the proxy has connected us and the rest is between the broker and us.
bool Connector::talk_to_proxy() {
    if (!proxy_dialog_) {
        proxy_dialog_.emplace(*options_.proxy, options_.host, options_.port);
    }
    auto& dialog = *proxy_dialog_;
    const int socket = client_->descriptor();
    while (!dialog.is_done() && !dialog.failure()) {
        Bytes input(dialog.unsent().empty() ? dialog.wanted() : 0);
        const auto unsent = dialog.unsent();
        const auto moved =
            unsent.empty()
                ? ::recv(socket, input.data(), input.size(), MSG_DONTWAIT)
                : ::send(socket, unsent.data(), unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (moved < 0 && (errno == EAGAIN || errno == EINTR)) {
            return false;
        }
        if (moved <= 0) {
            failure_ = proxy_hung_up();
            return false;
        }
        if (unsent.empty()) {
            dialog.received(ByteView{input}.first(static_cast<std::size_t>(moved)));
        } else {
            dialog.sent(static_cast<std::size_t>(moved));
        }
    }
    failure_ = dialog.failure();
    if (failure_) {
        return false;
    }
    proxy_dialog_.reset();
    if (tls_ != nullptr) {
        tls_->release(socket);
    }
    return true;
}

/// Where to connect to and from where; none when the interface does not lead there.
std::optional<Client::Target> Connector::way_to(const std::string& address) {
    if (!options_.unix_socket.empty()) {
        return Client::Target{address, 0, {}};
    }
    const int port = options_.proxy ? options_.proxy->port : options_.port;
    if (options_.interface.empty()) {
        return Client::Target{address, port, options_.bind_address};
    }
    auto route = route_by(options_.interface, address);
    if (!route.fault.empty()) {
        route_fault_ = std::move(route.fault);
        return std::nullopt;
    }
    return Client::Target{address, port, std::move(route.source)};
}

void Connector::pass_over_address() {
    connect_next_address(ETIMEDOUT);
}

/// An address that swallows packets may not use up the time of the others (RFC 8305 section 5):
/// what is left is shared among those that are left.
void Connector::set_address_deadline() {
    const auto now = Clock::now();
    const auto others = static_cast<int>(addresses_.size() - next_address_);
    address_deadline_ = others > 0 ? now + (deadline_ - now) / (others + 1) : deadline_;
}

void Connector::connect_next_address(int error_number) {
    while (next_address_ < addresses_.size()) {
        const auto& address = addresses_[next_address_++];
        if (tls_ != nullptr) {
            tls_->begin_attempt();
        }
        const auto target = way_to(address.digits);
        if (!target) {
            continue;
        }
        set_address_deadline();
        const auto status = client_->connect(*target, options_, protocol_);
        if (status == Status::ok) {
            if (!options_.interface.empty()) { // the route that was looked at may change
                keep_to_interface(client_->descriptor(), options_.interface);
            }
            return;
        }
        error_number = errno;
        // A near broker answers, or hangs up, while the library still connects.
        if (status == Status::tls || (tls_ != nullptr && was_hung_up(error_number))) {
            tcp_stands_ = true;
            failure_ = lost(Status::tls);
            return;
        }
    }
    if (error_number == 0) {
        failure_.emplace(
            ErrorKind::network,
            route_fault_,
            "is the tunnel up? 'ip route get ADDRESS' shows the way a packet takes"
        );
        return;
    }
    const bool no_address = error_number < 0; // what the library makes of a failed getaddrinfo()
    if (!options_.bind_address.empty() && (no_address || error_number == EADDRNOTAVAIL)) {
        failure_.emplace(
            no_address ? ErrorKind::usage : ErrorKind::network,
            cat("cannot connect from ",
                in_quotes(options_.bind_address),
                ": ",
                no_address ? "not an address" : system_error_text(error_number)),
            "--bind takes an address of this machine; 'ip address' lists them"
        );
        return;
    }
    const bool named = addresses_.back().digits == next_host() || !options_.unix_socket.empty();
    failure_.emplace(
        ErrorKind::network,
        cat("cannot connect to ",
            next_hop(),
            named ? "" : cat(" (", addresses_.back().digits, ')'),
            ": ",
            system_error_text(error_number)),
        !options_.unix_socket.empty() ? "is the broker running, and is --unix right?"
        : options_.proxy              ? "is the proxy running, and is --proxy right?"
                                      : "is the broker running, and are --host and --port right?"
    );
}

void Connector::check_peer() {
    if (peer_spoke_) {
        return;
    }
    const auto first = peek(client_->descriptor());
    peer_spoke_ = !first.empty();
    failure_ = foreign_peer(first);
}

bool Connector::was_met_with_silence() const noexcept {
    return tcp_stands_ &&
           (tls_ != nullptr ? tls_->handshake_completed() && !tls_->failure() : !peer_spoke_);
}

} // namespace mqttx::mqtt
