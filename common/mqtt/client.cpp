// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/client.hpp"

#include "common/base/error.hpp"
#include "common/base/handle.hpp"
#include "common/base/text.hpp"
#include "common/tls/stream.hpp"

#include <mosquitto.h>

#include <mqtt_protocol.h>

#include <array>
#include <cerrno>
#include <cstdlib>

// linux/tcp.h, not netinet/tcp.h: only the kernel's header knows the byte counters.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mqttx::mqtt {

namespace {

using Text = Handle<char, &std::free>;

/// A list of the library's properties; its head is moved by every addition.
class PropertyList {
  public:
    PropertyList() = default;
    PropertyList(const PropertyList&) = delete;
    PropertyList& operator=(const PropertyList&) = delete;

    ~PropertyList() { ::mosquitto_property_free_all(&head_); }

    void add(const Property& property) {
        const auto kind = property_kind(property.identifier);
        if (kind) {
            std::visit([&](const auto& value) { add_value(*kind, value); }, property.value);
        }
    }

    void add_number(int identifier, std::uint32_t number) { add({identifier, number}); }

    [[nodiscard]] const mosquitto_property* get() const noexcept { return head_; }

  private:
    void add_value(const PropertyKind& kind, std::uint32_t number) {
        switch (kind.type) {
        case PropertyType::byte:
            ::mosquitto_property_add_byte(
                &head_, kind.identifier, static_cast<std::uint8_t>(number)
            );
            break;
        case PropertyType::two_bytes:
            ::mosquitto_property_add_int16(
                &head_, kind.identifier, static_cast<std::uint16_t>(number)
            );
            break;
        case PropertyType::variable:
            ::mosquitto_property_add_varint(&head_, kind.identifier, number);
            break;
        default:
            ::mosquitto_property_add_int32(&head_, kind.identifier, number);
        }
    }

    void add_value(const PropertyKind& kind, const std::string& text) {
        ::mosquitto_property_add_string(&head_, kind.identifier, text.c_str());
    }

    void add_value(const PropertyKind& kind, const Bytes& bytes) {
        ::mosquitto_property_add_binary(
            &head_, kind.identifier, bytes.data(), static_cast<std::uint16_t>(bytes.size())
        );
    }

    void add_value(const PropertyKind& kind, const std::pair<std::string, std::string>& pair) {
        ::mosquitto_property_add_string_pair(
            &head_, kind.identifier, pair.first.c_str(), pair.second.c_str()
        );
    }

    mosquitto_property* head_ = nullptr;
};

std::uint32_t read_number(const mosquitto_property* property, const PropertyKind& kind) {
    std::uint8_t byte = 0;
    std::uint16_t two_bytes = 0;
    std::uint32_t number = 0;
    switch (kind.type) {
    case PropertyType::byte:
        ::mosquitto_property_read_byte(property, kind.identifier, &byte, false);
        return byte;
    case PropertyType::two_bytes:
        ::mosquitto_property_read_int16(property, kind.identifier, &two_bytes, false);
        return two_bytes;
    case PropertyType::variable:
        ::mosquitto_property_read_varint(property, kind.identifier, &number, false);
        return number;
    default:
        ::mosquitto_property_read_int32(property, kind.identifier, &number, false);
        return number;
    }
}

Property read_property(const mosquitto_property* property, const PropertyKind& kind) {
    char* first = nullptr;
    char* second = nullptr;
    void* data = nullptr;
    std::uint16_t size = 0;
    switch (kind.type) {
    case PropertyType::text: {
        ::mosquitto_property_read_string(property, kind.identifier, &first, false);
        const Text text{first};
        return {kind.identifier, std::string{text ? text.get() : ""}};
    }
    case PropertyType::binary: {
        ::mosquitto_property_read_binary(property, kind.identifier, &data, &size, false);
        const Handle<void, &std::free> bytes{data};
        const auto* const begin = static_cast<const std::uint8_t*>(data);
        return {kind.identifier, data != nullptr ? Bytes{begin, begin + size} : Bytes{}};
    }
    case PropertyType::pair: {
        ::mosquitto_property_read_string_pair(property, kind.identifier, &first, &second, false);
        const Text name{first};
        const Text value{second};
        return {
            kind.identifier,
            std::pair{std::string{name ? name.get() : ""}, std::string{value ? value.get() : ""}}};
    }
    default:
        return {kind.identifier, read_number(property, kind)};
    }
}

Properties read_properties(const mosquitto_property* list) {
    Properties properties;
    for (; list != nullptr; list = ::mosquitto_property_next(list)) {
        // Reading by identifier starts at the given element, so the first hit is this very element.
        if (const auto kind = property_kind(::mosquitto_property_identifier(list))) {
            properties.push_back(read_property(list, *kind));
        }
    }
    return properties;
}

std::string reason_string_of(const mosquitto_property* list) {
    return text_of(read_properties(list), MQTT_PROP_REASON_STRING).value_or("");
}

Connack read_connack(int code, int flags, const mosquitto_property* list) {
    const auto properties = read_properties(list);
    Connack connack;
    connack.code = code;
    connack.session_present = (flags & 1) != 0;
    connack.receive_maximum =
        number_of(properties, MQTT_PROP_RECEIVE_MAXIMUM).value_or(connack.receive_maximum);
    connack.maximum_packet_size =
        number_of(properties, MQTT_PROP_MAXIMUM_PACKET_SIZE).value_or(connack.maximum_packet_size);
    connack.maximum_qos =
        static_cast<int>(number_of(properties, MQTT_PROP_MAXIMUM_QOS).value_or(2));
    connack.retain_available = number_of(properties, MQTT_PROP_RETAIN_AVAILABLE).value_or(1) != 0;
    connack.assigned_client_id =
        text_of(properties, MQTT_PROP_ASSIGNED_CLIENT_IDENTIFIER).value_or("");
    connack.reason_string = text_of(properties, MQTT_PROP_REASON_STRING).value_or("");
    return connack;
}

Status status_of(int result) noexcept {
    switch (result) {
    case MOSQ_ERR_SUCCESS:
    case MOSQ_ERR_CONN_PENDING:
        return Status::ok;
    case MOSQ_ERR_PROTOCOL:
    case MOSQ_ERR_MALFORMED_PACKET:
    case MOSQ_ERR_MALFORMED_UTF8:
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
void initialise_library() {
    [[maybe_unused]] static const int result = ::mosquitto_lib_init();
}

[[noreturn]] void refuse_call(std::string_view what, int result) {
    throw Error{ErrorKind::usage, cat("cannot ", what, ": ", ::mosquitto_strerror(result))};
}

} // namespace

struct Client::State {
    Handle<mosquitto, &mosquitto_destroy> library;
    ClientListener* listener = nullptr;
    std::exception_ptr thrown{}; ///< by a handler; rethrown when the library has returned
    bool mqtt5 = true;
    bool dup = false; ///< of the PUBLISH that is being received

    /// Runs a handler on behalf of the library's C code, through which no exception may pass.
    template <typename Call> static void shielded(void* self, Call call) noexcept {
        auto& state = *static_cast<State*>(self);
        if (state.thrown) {
            return;
        }
        try {
            call(state);
        } catch (...) {
            state.thrown = std::current_exception();
        }
    }

    Status finish(int result) {
        if (thrown) {
            std::rethrow_exception(std::exchange(thrown, nullptr));
        }
        return status_of(result);
    }

    void set_callbacks();
    void follow_log();
};

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

void Client::State::set_callbacks() {
    auto* const handle = library.get();
    ::mosquitto_connect_v5_callback_set(
        handle,
        [](mosquitto*, void* self, int code, int flags, const mosquitto_property* list) {
            shielded(self, [&](State& state) {
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

Client::Client(
    const ConnectOptions& options, const std::string& client_id, ClientListener& listener
)
    : state_{std::make_unique<State>()} {
    initialise_library();
    state_->listener = &listener;
    state_->library.reset(::mosquitto_new(client_id.c_str(), options.clean_start, state_.get()));
    if (!state_->library) {
        throw Error{
            ErrorKind::usage, cat("client identifier ", in_quotes(client_id), " cannot be used")};
    }
    auto* const handle = state_->library.get();
    state_->set_callbacks();
    if (options.wants_log) {
        state_->follow_log();
    }
    // With its threads declared ours, the library queues packets (PUBACK among them) until
    // mosquitto_loop_write.
    ::mosquitto_threaded_set(handle, true);
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
        const int result = ::mosquitto_will_set(
            handle,
            will.topic.c_str(),
            static_cast<int>(will.payload.size()),
            will.payload.data(),
            will.qos,
            will.retain
        );
        if (result != MOSQ_ERR_SUCCESS) {
            refuse_call("set the will", result);
        }
    }
}

Client::~Client() = default;

void Client::use_tls(ssl_ctx_st* context) {
    // Without the library's defaults everything about TLS, the host name check included, is up to
    // our context.
    ::mosquitto_int_option(state_->library.get(), MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    ::mosquitto_void_option(state_->library.get(), MOSQ_OPT_SSL_CTX, context);
}

Status
Client::connect(const std::string& address, const ConnectOptions& options, Protocol protocol) {
    auto* const handle = state_->library.get();
    const char* const bind_address =
        options.bind_address.empty() ? nullptr : options.bind_address.c_str();
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
    }
    // There is no asynchronous connect with properties; the blocking one keeps them although port
    // -1 makes it fail.
    ::mosquitto_connect_bind_v5(
        handle, address.c_str(), -1, options.keepalive, bind_address, properties.get()
    );
    return state_->finish(::mosquitto_connect_bind_async(
        handle, address.c_str(), options.port, options.keepalive, bind_address
    ));
}

int Client::descriptor() const noexcept {
    return ::mosquitto_socket(state_->library.get());
}

bool Client::wants_write() const noexcept {
    return ::mosquitto_want_write(state_->library.get());
}

int Client::connect_error() const noexcept {
    int error_number = 0;
    socklen_t size = sizeof error_number;
    return ::getsockopt(descriptor(), SOL_SOCKET, SO_ERROR, &error_number, &size) == 0
               ? error_number
               : errno;
}

Status Client::read(int most) {
    for (int packets = 0; packets < most && descriptor() >= 0; ++packets) {
        errno = 0; // the library leaves it alone when a packet was there
        const int result = ::mosquitto_loop_read(state_->library.get(), 1);
        const bool drained = errno == EAGAIN;
        if (result != MOSQ_ERR_SUCCESS || state_->thrown || (drained && !has_buffered_input())) {
            return state_->finish(result);
        }
    }
    return Status::ok;
}

bool Client::has_buffered_input() const noexcept {
    return tls::has_buffered_input(ssl());
}

Status Client::write() {
    return state_->finish(::mosquitto_loop_write(state_->library.get(), 1));
}

Status Client::tend() {
    return state_->finish(::mosquitto_loop_misc(state_->library.get()));
}

int Client::publish(const OutgoingMessage& message) {
    PropertyList properties;
    if (state_->mqtt5 && message.properties != nullptr) {
        for (const auto& property : *message.properties) {
            properties.add(property);
        }
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

int Client::subscribe(std::span<const Subscription> subscriptions) {
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
        nullptr
    );
    if (result != MOSQ_ERR_SUCCESS && result != MOSQ_ERR_NO_CONN) {
        refuse_call("subscribe", result);
    }
    return packet_id;
}

void Client::disconnect() {
    ::mosquitto_disconnect_v5(state_->library.get(), MQTT_RC_NORMAL_DISCONNECTION, nullptr);
}

void Client::abandon() noexcept {
    const int socket = descriptor();
    if (socket < 0) {
        return;
    }
    constexpr std::array<std::uint8_t, 2> disconnect_packet{0xE0, 0x00};
    if (void* const connection = ssl()) {
        tls::write_now(connection, disconnect_packet);
    } else {
        [[maybe_unused]] const auto written = ::send(
            socket, disconnect_packet.data(), disconnect_packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT
        );
    }
    ::shutdown(socket, SHUT_RDWR);
}

std::uint64_t Client::bytes_confirmed() const noexcept {
    tcp_info info{};
    socklen_t size = sizeof info;
    const bool known = ::getsockopt(descriptor(), IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
    return known ? info.tcpi_bytes_acked : 0;
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
