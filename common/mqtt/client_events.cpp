// SPDX-License-Identifier: Apache-2.0
// From the library's C callbacks to the listener.
#include "common/mqtt/client_state.hpp"
#include "common/mqtt/plain_publish.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace mqttx::mqtt {

namespace {

Status status_of(int result) noexcept {
    switch (result) {
    case MOSQ_ERR_SUCCESS:
    case MOSQ_ERR_CONN_PENDING:
        return Status::ok;
    case MOSQ_ERR_PROTOCOL:
    case MOSQ_ERR_MALFORMED_PACKET:
    case MOSQ_ERR_MALFORMED_UTF8:
    case MOSQ_ERR_DUPLICATE_PROPERTY:
    case MOSQ_ERR_PAYLOAD_SIZE:
    case MOSQ_ERR_OVERSIZE_PACKET:
        return Status::protocol;
    case MOSQ_ERR_KEEPALIVE:
        return Status::keepalive;
    case MOSQ_ERR_TLS:
    case MOSQ_ERR_TLS_HANDSHAKE:
        return Status::tls;
    case MOSQ_ERR_CONN_REFUSED:
        return Status::refused;
    default:
        return Status::lost;
    }
}

} // namespace

Status Client::State::finish(int result) {
    if (thrown) {
        std::rethrow_exception(std::exchange(thrown, nullptr));
    }
    return status_of(result);
}

/// A packet is only taken out of the socket when it is whole and ours: before and after, the
/// library is between two packets and sees a stream that makes sense.
std::optional<int> Client::State::take_plain_messages(int socket) {
    const auto count = ::recv(socket, block.data(), block.size(), MSG_PEEK | MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) {
        return std::nullopt;
    }
    const ByteView input{block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    std::size_t size = 0;
    while (const auto message = plain_publish_at(input.subspan(size), mqtt5)) {
        size += message->size;
    }
    if (size == 0 || ::recv(socket, block.data(), size, MSG_DONTWAIT) !=
                         static_cast<ssize_t>(size)) { // the end of the connection, too
        return 0;
    }
    int messages = 0;
    for (auto rest = input.first(size); !rest.empty(); ++messages) {
        const auto message = *plain_publish_at(rest, mqtt5);
        listener->on_message({message.topic, message.payload, 0, message.retain, false, 0, {}});
        rest = rest.subspan(message.size);
    }
    return messages;
}

/// The library hands out everything about a message but its DUP flag, which stands in its log
/// alone: "Client x received PUBLISH (d1, q1, r0, m5, 'topic', ... (3 bytes))".
void Client::State::follow_log() {
    ::mosquitto_log_callback_set(library.get(), [](mosquitto*, void* self, int, const char* line) {
        shielded(self, [&](State& state) {
            constexpr std::string_view publish = " received PUBLISH (d";
            const std::string_view text{line};
            if (const auto found = text.find(publish); found != std::string_view::npos) {
                state.dup = text.substr(found + publish.size()).starts_with('1');
            }
            state.listener->on_log(text);
        });
    });
}

void Client::State::choose_log(bool session_present) {
    if (follows_all || !follows_redeliveries) {
        return;
    }
    if (session_present || !mqtt5) {
        follow_log();
    } else {
        dup = false;
        ::mosquitto_log_callback_set(library.get(), nullptr);
    }
}

void Client::State::set_callbacks() {
    auto* const handle = library.get();
    ::mosquitto_connect_v5_callback_set(
        handle,
        [](mosquitto*, void* self, int code, int flags, const mosquitto_property* list) {
            shielded(self, [&](State& state) {
                state.is_up = code == 0;
                state.choose_log((flags & 1) != 0);
                if (state.is_up && state.outbox) {
                    state.outbox->send_again();
                }
                state.listener->on_connack(read_connack(code, flags, list));
            });
        }
    );
    ::mosquitto_disconnect_v5_callback_set(
        handle,
        [](mosquitto*, void* self, int code, const mosquitto_property*) {
            shielded(self, [&](State& state) { state.listener->on_closed(code); });
        }
    );
    ::mosquitto_publish_v5_callback_set(
        handle,
        [](mosquitto*, void* self, int packet_id, int code, const mosquitto_property* list) {
            shielded(self, [&](State& state) {
                state.listener->on_published(packet_id, code, reason_string_of(list));
            });
        }
    );
    ::mosquitto_subscribe_v5_callback_set(
        handle,
        [](mosquitto*,
           void* self,
           int packet_id,
           int count,
           const int* codes,
           const mosquitto_property* list) {
            shielded(self, [&](State& state) {
                // A SUBACK without codes reaches us with a count of 0 and no array to read.
                const std::span<const int> granted{
                    codes, count > 0 ? static_cast<std::size_t>(count) : 0};
                state.listener->on_granted(packet_id, granted, reason_string_of(list));
            });
        }
    );
    ::mosquitto_unsubscribe_v5_callback_set(
        handle,
        [](mosquitto*, void* self, int packet_id, const mosquitto_property*) {
            shielded(self, [&](State& state) { state.listener->on_unsubscribed(packet_id); });
        }
    );
    ::mosquitto_message_v5_callback_set(
        handle,
        [](mosquitto*, void* self, const mosquitto_message* message, const mosquitto_property* list
        ) {
            shielded(self, [&](State& state) {
                const ByteView payload{
                    static_cast<const std::uint8_t*>(message->payload),
                    static_cast<std::size_t>(message->payloadlen)};
                state.listener->on_message(
                    {message->topic,
                     payload,
                     message->qos,
                     message->retain,
                     state.dup && message->qos == 1,
                     message->mid,
                     read_properties(list)}
                );
            });
        }
    );
}

} // namespace mqttx::mqtt
