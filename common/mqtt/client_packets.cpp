// SPDX-License-Identifier: Apache-2.0
// The packets a client sends of its own accord.
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/client_state.hpp"
#include "common/mqtt/encode.hpp"
#include "common/tls/stream.hpp"

#include <sys/socket.h>

#include <array>

namespace mqttx::mqtt {

void refuse_call(std::string_view what, int result) {
    throw Error{ErrorKind::usage, cat("cannot ", what, ": ", ::mosquitto_strerror(result))};
}

int Client::publish(const OutgoingMessage& message) {
    if (state_->outbox) {
        return state_->outbox->add(message, state_->mqtt5);
    }
    PropertyList properties;
    if (state_->mqtt5 && message.properties != nullptr) {
        properties.add(*message.properties);
    }
    int packet_id = 0;
    const std::string topic{message.topic};
    const int result = ::mosquitto_publish_v5(
        state_->library.get(),
        &packet_id,
        topic.c_str(),
        static_cast<int>(message.payload.size()),
        message.payload.data(),
        message.qos,
        message.retain,
        properties.get()
    );
    // Without a connection a QoS 1/2 message stays queued and goes out after the next CONNACK.
    const bool queued = result == MOSQ_ERR_NO_CONN && message.qos > 0;
    if (result != MOSQ_ERR_SUCCESS && !queued) {
        refuse_call("publish", result);
    }
    return packet_id;
}

int Client::subscribe(std::span<const Subscription> subscriptions, const Properties& properties) {
    const PropertyList list{state_->mqtt5 ? properties : Properties{}};
    int packet_id = 0;
    int result = MOSQ_ERR_SUCCESS;
    // One SUBSCRIBE carries one set of options in this library: callers group filters by them.
    std::vector<char*> filters;
    for (const auto& subscription : subscriptions) {
        filters.push_back(const_cast<char*>(subscription.filter.c_str())
        ); // the library's signature forgot a const
    }
    const auto& first = subscriptions.front();
    int options = first.retain_handling << 4;
    options |= first.no_local ? MQTT_SUB_OPT_NO_LOCAL : 0;
    options |= first.retain_as_published ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0;
    result = ::mosquitto_subscribe_multiple(
        state_->library.get(),
        &packet_id,
        static_cast<int>(filters.size()),
        filters.data(),
        first.qos,
        options,
        list.get()
    );
    if (result != MOSQ_ERR_SUCCESS && result != MOSQ_ERR_NO_CONN) {
        refuse_call("subscribe", result);
    }
    return packet_id;
}

int Client::unsubscribe(const std::string& filter, const Properties& properties) {
    const PropertyList list{state_->mqtt5 ? properties : Properties{}};
    int packet_id = 0;
    const int result =
        ::mosquitto_unsubscribe_v5(state_->library.get(), &packet_id, filter.c_str(), list.get());
    if (result != MOSQ_ERR_SUCCESS && result != MOSQ_ERR_NO_CONN) {
        refuse_call("unsubscribe", result);
    }
    return packet_id;
}

void Client::ping() noexcept {
    constexpr std::array<std::uint8_t, 2> request{0xC0, 0x00};
    if (wants_write()) { // a packet is under way, which keeps the connection alive too
        return;
    }
    if (void* const connection = ssl()) {
        tls::write_now(connection, request);
    } else {
        [[maybe_unused]] const auto written =
            ::send(descriptor(), request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

void Client::disconnect(const Properties& properties) {
    const PropertyList list{state_->mqtt5 ? properties : Properties{}};
    ::mosquitto_disconnect_v5(state_->library.get(), MQTT_RC_NORMAL_DISCONNECTION, list.get());
}

} // namespace mqttx::mqtt
