// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/client.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/client_state.hpp"
#include "common/tls/library.hpp"
#include "common/tls/stream.hpp"

namespace mqttx::mqtt {

namespace {

constexpr std::size_t block_size = 65536;

int library_protocol(Protocol protocol) noexcept {
    switch (protocol) {
    case Protocol::v31:
        return MQTT_PROTOCOL_V31;
    case Protocol::v311:
        return MQTT_PROTOCOL_V311;
    default:
        return MQTT_PROTOCOL_V5;
    }
}

/// Initialises the library once in a process; it has nothing that needs cleaning up before exit.
void initialise_library(bool with_tls) {
    if (!with_tls) {
        tls::skip_configuration();
    }
    [[maybe_unused]] static const int result = ::mosquitto_lib_init();
}

} // namespace

Client::Client(
    const ConnectOptions& options, const std::string& client_id, ClientListener& listener
)
    : state_{std::make_unique<State>()} {
    initialise_library(options.tls.has_value());
    state_->listener = &listener;
    state_->library.reset(::mosquitto_new(client_id.c_str(), options.clean_start, state_.get()));
    if (!state_->library) {
        throw Error{
            ErrorKind::usage, cat("client identifier ", in_quotes(client_id), " cannot be used")};
    }
    auto* const handle = state_->library.get();
    state_->set_callbacks();
    state_->follows_all = options.wants_log;
    state_->follows_redeliveries = options.wants_redeliveries;
    if (options.wants_log) {
        state_->follow_log();
    }
    if (options.reads_ahead || options.publishes_past_library) {
        state_->storage = std::make_unique_for_overwrite<std::uint8_t[]>(block_size);
        state_->block = {state_->storage.get(), block_size};
    }
    if (options.publishes_past_library) {
        state_->outbox.emplace();
    }
    // With its threads declared ours, the library queues packets (PUBACK among them) until
    // mosquitto_loop_write.
    ::mosquitto_threaded_set(handle, true);
    // By this the library judges what follows: MQTT 5 alone has properties of a will, and passwords
    // without a user name.
    ::mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, library_protocol(options.protocol));
    ::mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, options.window);
    ::mosquitto_int_option(handle, MOSQ_OPT_RECEIVE_MAXIMUM, options.receive_maximum);
    ::mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, options.nodelay ? 1 : 0);
    if (options.username || options.password) {
        const auto password =
            options.password ? std::string{options.password->expose_text()} : std::string{};
        const int result = ::mosquitto_username_pw_set(
            handle,
            options.username ? options.username->c_str() : nullptr,
            options.password ? password.c_str() : nullptr
        );
        wipe(const_cast<std::string&>(password));
        if (result != MOSQ_ERR_SUCCESS) {
            refuse_call("use the user name and password", result);
        }
    }
    if (options.will) {
        const auto& will = *options.will;
        PropertyList properties{will.properties};
        const Bytes payload = will.sealed ? will.sealed() : will.payload;
        const int result = ::mosquitto_will_set_v5(
            handle,
            will.topic.c_str(),
            static_cast<int>(payload.size()),
            payload.data(),
            will.qos,
            will.retain,
            properties.get()
        );
        if (result != MOSQ_ERR_SUCCESS) {
            refuse_call("set the will", result);
        }
        properties.release(); // the library keeps them
    }
}

Client::~Client() = default;

void Client::use_tls(ssl_ctx_st* context) {
    // Without the library's defaults everything about TLS, the host name check included, is up to
    // our context.
    ::mosquitto_int_option(state_->library.get(), MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    ::mosquitto_void_option(state_->library.get(), MOSQ_OPT_SSL_CTX, context);
}

Status Client::connect(const Target& target, const ConnectOptions& options, Protocol protocol) {
    auto* const handle = state_->library.get();
    state_->begin_connection();
    const char* const bind_address =
        target.source_address.empty() ? nullptr : target.source_address.c_str();
    state_->mqtt5 = library_protocol(protocol) == MQTT_PROTOCOL_V5;
    ::mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, library_protocol(protocol));
    PropertyList properties;
    if (state_->mqtt5) {
        properties.add_number(
            MQTT_PROP_RECEIVE_MAXIMUM, static_cast<std::uint32_t>(options.receive_maximum)
        );
        if (options.session_expiry) {
            properties.add_number(MQTT_PROP_SESSION_EXPIRY_INTERVAL, *options.session_expiry);
        }
        properties.add(options.properties);
    }
    // There is no asynchronous connect with properties; the blocking one keeps them although port
    // -1 makes it fail.
    ::mosquitto_connect_bind_v5(
        handle, target.address.c_str(), -1, options.keepalive, bind_address, properties.get()
    );
    return state_->finish(::mosquitto_connect_bind_async(
        handle, target.address.c_str(), target.port, options.keepalive, bind_address
    ));
}

int Client::descriptor() const noexcept {
    return ::mosquitto_socket(state_->library.get());
}

bool Client::wants_write() const noexcept {
    const auto& outbox = state_->outbox;
    return ::mosquitto_want_write(state_->library.get()) ||
           (outbox && !outbox->unwritten().empty());
}

bool Client::has_room() const noexcept {
    const auto& outbox = state_->outbox;
    if (!outbox) {
        return true;
    }
    // A packet of the library's, a PINGREQ, waits until nothing of ours is to be written.
    const bool library_waits =
        !outbox->unwritten().empty() && ::mosquitto_want_write(state_->library.get());
    return outbox->has_room() && !library_waits;
}

bool Client::has_buffered_input() const noexcept {
    return tls::has_buffered_input(ssl());
}

Status Client::tend() {
    return state_->finish(::mosquitto_loop_misc(state_->library.get()));
}

void* Client::ssl() const noexcept {
    return ::mosquitto_ssl_get(state_->library.get());
}

std::string Client::library_version() {
    int major = 0;
    int minor = 0;
    int revision = 0;
    ::mosquitto_lib_version(&major, &minor, &revision);
    return cat(major, '.', minor, '.', revision);
}

} // namespace mqttx::mqtt
