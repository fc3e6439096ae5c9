// SPDX-License-Identifier: Apache-2.0
// How bytes go between the socket and the library, and past the library.
#include "common/mqtt/client_state.hpp"
#include "common/mqtt/encode.hpp"
#include "common/tls/stream.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace mqttx::mqtt {

namespace {

/// Longer than a PUBACK with the longest reason string; user properties nobody asked for.
constexpr std::size_t longest_puback = 128UL * 1024;

/// Reads what has arrived: none when there is nothing yet, 0 for an end or fault, which the library
/// will meet.
std::optional<std::size_t> receive(int socket, void* ssl, std::span<std::uint8_t> into, bool peek) {
    if (ssl != nullptr) {
        return tls::read_some(ssl, into, peek);
    }
    const auto count =
        ::recv(socket, into.data(), into.size(), MSG_DONTWAIT | (peek ? MSG_PEEK : 0));
    if (count < 0 && errno == EAGAIN) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(std::max<ssize_t>(count, 0));
}

} // namespace

Status Client::read(int most) {
    for (int packets = 0; packets < most && descriptor() >= 0; ++packets) {
        if (state_->may_read_ahead() && (state_->outbox || ssl() == nullptr)) {
            const auto taken = state_->outbox ? state_->take_acknowledgements(descriptor(), ssl())
                                              : state_->take_plain_messages(descriptor());
            if (!taken) {
                return state_->is_malformed ? Status::protocol : Status::ok;
            }
            if (*taken > 0) {
                packets += *taken - 1;
                continue;
            }
        }
        if (!state_->is_up) {
            // Once the CONNECT is on its way: what was announced binds the broker, which keeps to
            // it. The library, that counts from the CONNACK on, takes a message of QoS 2 that is
            // sent again after a reconnection for another one, and would break off.
            ::mosquitto_int_option(state_->library.get(), MOSQ_OPT_RECEIVE_MAXIMUM, 65535);
        }
        errno = 0; // the library leaves it alone when a packet was there
        const auto returned = call_guarded(
            [](mosquitto* handle) { return ::mosquitto_loop_read(handle, 1); },
            state_->library.get()
        );
        if (!returned) {
            hang_up();
            [[maybe_unused]] auto* const leaked = state_->library.release();
            return Status::unusable;
        }
        const int result = *returned;
        const bool drained = errno == EAGAIN;
        state_->between_packets = !drained;
        if (result != MOSQ_ERR_SUCCESS || state_->thrown || (drained && !has_buffered_input())) {
            return state_->finish(result);
        }
    }
    return Status::ok;
}

/// The library's packets and ours never cut into each other.
Status Client::write() {
    auto& state = *state_;
    const auto nothing_of_ours = [&] { return !state.outbox || state.outbox->unwritten().empty(); };
    if (state.is_library_writing || nothing_of_ours()) {
        return state.write_library();
    }
    if (!state.write_outbox(descriptor(), ssl())) {
        return Status::lost;
    }
    const bool library_waits = ::mosquitto_want_write(state.library.get());
    return library_waits && nothing_of_ours() ? state.write_library() : Status::ok;
}

void Client::abandon(const Properties& properties) noexcept {
    const int socket = descriptor();
    if (socket < 0) {
        return;
    }
    if (state_->outbox && state_->outbox->is_within_packet()) {
        ::shutdown(socket, SHUT_RDWR);
        return;
    }
    const auto packet = disconnect_packet(state_->mqtt5 ? properties : Properties{});
    if (void* const connection = ssl()) {
        tls::write_now(connection, packet);
    } else {
        [[maybe_unused]] const auto written =
            ::send(socket, packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    hang_up();
}

void Client::hang_up() noexcept {
    ::shutdown(descriptor(), SHUT_RDWR);
}

Status Client::State::write_library() {
    const int result = ::mosquitto_loop_write(library.get(), 1);
    is_library_writing = ::mosquitto_want_write(library.get());
    return finish(result);
}

bool Client::State::write_outbox(int socket, void* ssl) {
    while (!outbox->unwritten().empty()) {
        const auto bytes = outbox->unwritten();
        std::optional<std::size_t> count;
        if (ssl != nullptr) {
            count = tls::write_some(ssl, bytes);
        } else {
            const auto sent =
                ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent >= 0 || errno == EAGAIN || errno == EINTR) {
                count = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
            }
        }
        if (!count) {
            return false;
        }
        outbox->written(*count, [&](int packet_id) { listener->on_published(packet_id, 0, {}); });
        if (*count == 0) {
            break;
        }
    }
    return true;
}

/// A packet is only taken past the library when it is a PUBACK, and then all of it, also the half
/// of one that has arrived: the library sees a stream that makes sense.
std::optional<int> Client::State::take_acknowledgements(int socket, void* ssl) {
    if (!half.empty()) {
        return take_rest_of_half(socket, ssl);
    }
    const auto arrived = receive(socket, ssl, block, true);
    if (!arrived) {
        return std::nullopt;
    }
    const auto count = *arrived;
    const ByteView input{block.data(), count};
    std::size_t size = 0;
    while (size < count && begins_puback(input[size])) {
        const auto length = packet_length(input.subspan(size));
        if (!length || *length > count - size) {
            break;
        }
        size += *length;
    }
    const bool has_half = size < count && begins_puback(input[size]);
    const auto taken = has_half ? count : size;
    if (taken == 0 || receive(socket, ssl, block.first(taken), false) != taken) {
        return 0; // something else, or the end of the connection
    }
    half.assign(
        input.begin() + static_cast<std::ptrdiff_t>(size),
        input.begin() + static_cast<std::ptrdiff_t>(taken)
    );
    int packets = 0;
    for (auto rest = input.first(size); !rest.empty(); ++packets) {
        const auto length = *packet_length(rest);
        if (!acknowledge(rest.first(length))) {
            return std::nullopt;
        }
        rest = rest.subspan(length);
    }
    return std::max(packets, 1);
}

/// As many bytes as the half still needs, and no more.
std::optional<int> Client::State::take_rest_of_half(int socket, void* ssl) {
    const auto length = packet_length(half);
    const bool is_endless = !length && half.size() > 4;
    if (is_endless || length.value_or(0) > longest_puback) {
        is_malformed = true;
        return std::nullopt;
    }
    const auto missing = std::min(length ? *length - half.size() : 1, block.size());
    const auto count = receive(socket, ssl, block.first(missing), false);
    if (count.value_or(0) == 0) {
        return count ? std::optional{0} : std::nullopt;
    }
    half.insert(half.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(*count));
    if (packet_length(half) == half.size()) {
        const auto packet = std::exchange(half, Bytes{});
        if (!acknowledge(packet)) {
            return std::nullopt;
        }
    }
    return 1;
}

/// False for a packet that is malformed.
bool Client::State::acknowledge(ByteView packet) {
    const auto puback = read_puback(packet, mqtt5);
    if (!puback) {
        is_malformed = true;
        return false;
    }
    if (outbox->acknowledge(puback->packet_id)) {
        listener->on_published(puback->packet_id, puback->code, puback->reason_string);
    }
    return true;
}

} // namespace mqttx::mqtt
