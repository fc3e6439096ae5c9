// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/connector.hpp"

#include "common/base/text.hpp"
#include "common/mqtt/first_bytes.hpp"

#include <algorithm>
#include <cerrno>

namespace mqttx::mqtt {

void Connector::begin(Client& client, tls::ClientContext* tls, Protocol protocol) {
    client_ = &client;
    tls_ = tls;
    protocol_ = protocol;
    failure_.reset();
    addresses_.clear();
    next_address_ = 0;
    peer_spoke_ = tcp_stands_ = false;
    deadline_ = Clock::now() + options_.patience.connect;
    resolver_.start(options_.host);
}

pollfd Connector::interest() const {
    if (addresses_.empty()) {
        return {resolver_.descriptor(), POLLIN, 0};
    }
    return {client_->descriptor(), POLLOUT, 0};
}

/// User name and password travel in plain text only where nobody else can listen, or where that is
/// wanted.
bool Connector::guard_password() {
    const bool remote =
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

bool Connector::advance() {
    if (addresses_.empty()) {
        if (!resolver_.is_done()) {
            return false;
        }
        addresses_ = resolver_.addresses();
        if (addresses_.empty()) {
            failure_.emplace(
                ErrorKind::network,
                cat("cannot look up host ", in_quotes(options_.host), ": ", resolver_.fault()),
                "check --host and the name service"
            );
        } else if (guard_password()) {
            connect_next_address(0);
        }
        return false;
    }
    // With TLS the library would spin on a refused connection: nobody calls it before the socket's
    // verdict is in.
    if (const int error_number = client_->connect_error(); error_number != 0) {
        if (tls_ != nullptr && error_number == ECONNRESET) { // TCP stood: a refusal is ECONNREFUSED
            tcp_stands_ = true;
            client_->read(1); // the alert that explains it may still wait in the socket
            failure_ = lost(Status::tls);
        } else {
            connect_next_address(error_number);
        }
        return false;
    }
    tcp_stands_ = true;
    return true;
}

void Connector::connect_next_address(int error_number) {
    while (next_address_ < addresses_.size()) {
        const auto& address = addresses_[next_address_++];
        if (tls_ != nullptr) {
            tls_->begin_attempt();
        }
        const auto status = client_->connect(address.digits, options_, protocol_);
        if (status == Status::ok) {
            return;
        }
        error_number = errno;
        if (status == Status::tls) { // a near broker answers while the library still connects
            tcp_stands_ = true;
            failure_ = lost(status);
            return;
        }
    }
    const std::string address =
        addresses_.back().digits == options_.host ? "" : cat(" (", addresses_.back().digits, ')');
    failure_.emplace(
        ErrorKind::network,
        cat("cannot connect to ", broker_, address, ": ", system_error_text(error_number)),
        "is the broker running, and are --host and --port right?"
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

std::optional<Error> Connector::foreign_peer(ByteView first) const {
    const auto foreign = recognise_peer(first, tls_ != nullptr);
    if (!foreign) {
        return std::nullopt;
    }
    return Error{
        ErrorKind::network,
        cat(broker_, " speaks ", foreign->speaks, ", not MQTT", tls_ != nullptr ? " over TLS" : ""),
        foreign->hint};
}

bool Connector::was_met_with_silence() const noexcept {
    return tcp_stands_ &&
           (tls_ != nullptr ? tls_->handshake_completed() && !tls_->failure() : !peer_spoke_);
}

Error Connector::timed_out() const {
    const auto patience = in_seconds(options_.patience.connect);
    if (addresses_.empty()) {
        return {
            ErrorKind::network,
            cat("no answer about host ",
                in_quotes(options_.host),
                " from the name service within ",
                patience)};
    }
    if (!tcp_stands_) {
        return {
            ErrorKind::network,
            cat("no answer from ", broker_, " within ", patience),
            "a firewall may be dropping the packets; --connect-timeout changes the time"};
    }
    const bool in_handshake = tls_ != nullptr && !tls_->handshake_completed();
    return {
        ErrorKind::network,
        cat(broker_,
            in_handshake ? " did not finish the TLS handshake within " : " sent no CONNACK within ",
            patience),
        in_handshake ? "is it a TLS port? --no-tls speaks plain MQTT"
                     : "is it an MQTT broker? --connect-timeout changes the time"};
}

Error Connector::lost(Status status) const {
    if (tls_ != nullptr && !tls_->handshake_completed()) { // OpenSSL may have read before we looked
        if (const auto foreign = foreign_peer(tls_->first_bytes())) {
            return *foreign;
        }
    }
    if (tls_ != nullptr) {
        if (const auto failure = tls_->failure()) {
            return *failure;
        }
    }
    if (tls_ != nullptr && !tls_->handshake_completed()) { // plain brokers leave a ClientHello so
        return {
            ErrorKind::network,
            cat(broker_, " hung up on the TLS handshake without a word"),
            "does the port speak plain MQTT? --no-tls, or the broker's TLS port"};
    }
    if (status == Status::protocol) {
        return {
            ErrorKind::network,
            cat(broker_, " answered with something that is not MQTT"),
            "check --port"};
    }
    return {
        ErrorKind::network,
        cat(broker_, " closed the connection before its CONNACK"),
        tls_ != nullptr || peer_spoke_ ? "" : "is it a TLS port? add --tls"};
}

} // namespace mqttx::mqtt
