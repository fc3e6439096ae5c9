// SPDX-License-Identifier: Apache-2.0
// Why an attempt failed, in words.
#include "common/base/text.hpp"
#include "common/mqtt/connector.hpp"
#include "common/mqtt/first_bytes.hpp"

namespace mqttx::mqtt {

/// What we connect to, for messages.
std::string Connector::next_hop() const {
    return options_.proxy
               ? cat("the proxy ", endpoint_name(options_.proxy->host, options_.proxy->port))
               : broker_;
}

Error Connector::proxy_hung_up() const {
    return {
        ErrorKind::network,
        cat(next_hop(), " hung up before it had connected us to ", broker_),
        "is it a SOCKS5 proxy? its log may have the reason"};
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

Error Connector::timed_out() const {
    const auto patience = in_seconds(options_.patience.connect);
    if (addresses_.empty()) {
        return {
            ErrorKind::network,
            cat("no answer about host ",
                in_quotes(next_host()),
                " from the name service within ",
                patience)};
    }
    if (!tcp_stands_) {
        return {
            ErrorKind::network,
            cat("no answer from ", next_hop(), " within ", patience),
            "a firewall may be dropping the packets; --connect-timeout changes the time"};
    }
    if (proxy_dialog_) {
        return {
            ErrorKind::network,
            cat(next_hop(), " did not connect us to ", broker_, " within ", patience),
            "does it speak SOCKS5, and can it reach the broker? --connect-timeout changes the "
            "time"};
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
