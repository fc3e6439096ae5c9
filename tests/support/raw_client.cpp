// SPDX-License-Identifier: Apache-2.0
#include "tests/support/raw_client.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace mqttx::test {

namespace {

constexpr std::uint8_t connect_packet = 0x10;
constexpr std::uint8_t publish_packet = 0x30;
constexpr std::uint8_t puback_packet = 0x40;
constexpr std::uint8_t pubrec_packet = 0x50;
constexpr std::uint8_t pubrel_packet = 0x62;
constexpr std::uint8_t pubcomp_packet = 0x70;
constexpr std::uint8_t subscribe_packet = 0x82;
constexpr std::uint8_t unsubscribe_packet = 0xA2;
constexpr std::uint8_t pingreq_packet = 0xC0;
constexpr std::uint8_t disconnect_packet = 0xE0;

int dial(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(descriptor);
        throw std::runtime_error{"the broker is not there"};
    }
    const int yes = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return descriptor;
}

} // namespace

RawClient::RawClient(int port, const Login& login) : socket_{dial(port)}, mqtt5_{login.mqtt5} {
    connect(login);
}

RawClient::~RawClient() {
    if (socket_ >= 0) {
        const std::array<std::uint8_t, 2> goodbye{disconnect_packet, 0};
        (void)::send(socket_, goodbye.data(), goodbye.size(), MSG_NOSIGNAL);
        ::close(socket_);
    }
}

void RawClient::vanish() {
    ::close(socket_);
    socket_ = -1;
}

void RawClient::connect(const Login& login) {
    unsigned flags = login.clean ? 2U : 0U;
    auto payload = counted(login.id);
    if (login.will) {
        flags |= 4U | static_cast<unsigned>(login.will->qos) << 3U;
        payload += properties() + counted(login.will->topic) + counted(login.will->payload);
    }
    if (login.user) {
        flags |= 0x80U;
        payload += counted(*login.user);
    }
    if (login.password) {
        flags |= 0x40U;
        payload += counted(*login.password);
    }
    // MQTT 5: the session is kept until it is taken up again.
    const std::string kept = "\x05\x11\xFF\xFF\xFF\xFF";
    auto body = counted("MQTT") + static_cast<char>(mqtt5_ ? 5 : 4) + static_cast<char>(flags) +
                two_bytes(0) + (login.clean || !mqtt5_ ? properties() : kept) + payload;
    send(connect_packet, std::move(body));
    code_ = static_cast<std::uint8_t>(wait_for("CONNACK").body[1]);
}

int RawClient::publish(const Message& message) {
    return publish(std::vector{message}).front();
}

std::vector<int> RawClient::publish(const std::vector<Message>& messages) {
    std::vector<std::uint16_t> identifiers;
    for (const auto& message : messages) {
        const auto first = publish_packet | static_cast<unsigned>(message.qos) << 1U |
                           static_cast<unsigned>(message.retain);
        const auto identifier = message.qos > 0 ? next_identifier() : std::uint16_t{0};
        send(
            static_cast<std::uint8_t>(first),
            counted(message.topic) + (identifier > 0 ? two_bytes(identifier) : "") + properties() +
                message.payload
        );
        identifiers.push_back(identifier);
    }
    // Answers come in the order of what they answer; a message of QoS 2 is due with its PUBREL.
    for (int rounds = 0; rounds < 2; ++rounds) {
        send(pingreq_packet, {});
        wait_for("PINGRESP");
    }
    std::vector<int> codes;
    for (const auto identifier : identifiers) {
        codes.push_back(identifier > 0 ? acknowledged_.at(identifier) : 0);
    }
    acknowledged_.clear();
    return codes;
}

int RawClient::subscribe(std::string_view filter, int qos) {
    send(
        subscribe_packet,
        two_bytes(next_identifier()) + properties() + counted(filter) + static_cast<char>(qos)
    );
    return static_cast<std::uint8_t>(wait_for("SUBACK").body.back());
}

int RawClient::unsubscribe(std::string_view filter) {
    send(unsubscribe_packet, two_bytes(next_identifier()) + properties() + counted(filter));
    const auto answer = wait_for("UNSUBACK");
    return mqtt5_ ? static_cast<std::uint8_t>(answer.body.back()) : 0;
}

std::vector<Message> RawClient::messages() {
    send(pingreq_packet, {});
    wait_for("PINGRESP");
    return std::exchange(arrived_, {});
}

std::set<std::string> RawClient::topics() {
    std::set<std::string> all;
    for (const auto& message : messages()) {
        all.insert(message.topic);
    }
    return all;
}

bool RawClient::is_cut_off_by(const Message& message) {
    try {
        publish(message);
        return false;
    } catch (const std::runtime_error&) {
        return true;
    }
}

void RawClient::send(std::uint8_t first, std::string body) {
    output_ += Packet{first, std::move(body)}.bytes();
}

void RawClient::flush() {
    while (!output_.empty()) {
        const auto size = ::send(socket_, output_.data(), output_.size(), MSG_NOSIGNAL);
        if (size <= 0) {
            throw std::runtime_error{"the broker ended the connection"};
        }
        output_.erase(0, static_cast<std::size_t>(size));
    }
}

Packet RawClient::next() {
    flush();
    while (true) {
        if (auto packet = take_packet(input_)) {
            return *std::move(packet);
        }
        pollfd waiting{socket_, POLLIN, 0};
        std::array<char, 16384> block{};
        const auto size =
            ::poll(&waiting, 1, 10'000) == 1 ? ::recv(socket_, block.data(), block.size(), 0) : 0;
        if (size <= 0) {
            throw std::runtime_error{"the broker ended the connection, or says nothing"};
        }
        input_.append(block.data(), static_cast<std::size_t>(size));
    }
}

Packet RawClient::wait_for(std::string_view name) {
    while (true) {
        auto packet = next();
        const auto kind = packet.name();
        if (kind == "PUBLISH") {
            take_message(packet);
        } else if (kind == "PUBACK" || kind == "PUBREC") {
            acknowledged_[packet.identifier()] = reason(packet);
            if (kind == "PUBREC" && reason(packet) < 0x80) {
                send(pubrel_packet, two_bytes(packet.identifier()));
            }
        } else if (kind == "PUBREL") {
            send(pubcomp_packet, two_bytes(packet.identifier()));
        }
        if (kind == name) {
            flush();
            return packet;
        }
    }
}

void RawClient::take_message(const Packet& packet) {
    arrived_.push_back(
        {std::string{packet.topic()},
         std::string{packet.payload(mqtt5_)},
         packet.qos(),
         (packet.first & 1) != 0}
    );
    if (packet.qos() > 0) {
        send(packet.qos() == 1 ? puback_packet : pubrec_packet, two_bytes(packet.identifier()));
    }
}

std::uint16_t RawClient::next_identifier() {
    return ++identifier_ == 0 ? ++identifier_ : identifier_;
}

std::string RawClient::properties() const {
    return mqtt5_ ? std::string(1, '\0') : std::string{};
}

int RawClient::reason(const Packet& packet) const {
    return packet.body.size() > 2 ? static_cast<std::uint8_t>(packet.body[2]) : 0;
}

} // namespace mqttx::test
