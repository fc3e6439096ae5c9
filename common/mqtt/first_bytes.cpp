// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/first_bytes.hpp"

#include <sys/socket.h>

namespace mqttx::mqtt {

namespace {

constexpr std::size_t enough = 8;
constexpr std::uint8_t tls_alert = 0x15;
constexpr std::uint8_t tls_handshake = 0x16;
constexpr std::uint8_t connack = 0x20;

/// A TLS record begins with its type and 03 0x (RFC 8446 section 5.1).
bool is_tls_record(ByteView first) {
    return first.size() >= 2 && (first[0] == tls_alert || first[0] == tls_handshake) &&
           first[1] == 3;
}

} // namespace

std::optional<ForeignPeer> recognise_peer(ByteView first, bool tls_expected) {
    const auto text = as_text(first);
    if (text.starts_with("HTTP") || text.starts_with("<!DO") || text.starts_with("<htm")) {
        return ForeignPeer{
            "HTTP", "this is a web server's port; MQTT is usually at 1883, with TLS at 8883"};
    }
    if (text.starts_with("SSH-")) {
        return ForeignPeer{
            "SSH", "this is an SSH server's port; MQTT is usually at 1883, with TLS at 8883"};
    }
    if (!tls_expected && is_tls_record(first)) {
        return ForeignPeer{"TLS", "add --tls (and --cafile FILE for a private CA)"};
    }
    if (tls_expected && first.size() >= 2 && first[0] == connack) {
        return ForeignPeer{
            "plain MQTT", "leave TLS off with --no-tls, or use the broker's TLS port"};
    }
    return std::nullopt;
}

Bytes peek(int socket) {
    Bytes first(enough);
    const auto count = ::recv(socket, first.data(), first.size(), MSG_PEEK | MSG_DONTWAIT);
    first.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return first;
}

} // namespace mqttx::mqtt
