// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_broker.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace mqttx::test {

namespace {

/// The type nibble of each packet with the flags MQTT gives it.
enum : std::uint8_t {
    connack_byte = 0x20,
    publish_byte = 0x30,
    puback_byte = 0x40,
    pubrec_byte = 0x50,
    pubrel_byte = 0x62,
    pubcomp_byte = 0x70,
    suback_byte = 0x90,
    unsuback_byte = 0xB0,
    pingresp_byte = 0xD0,
    disconnect_byte = 0xE0,
};

unsigned number(const std::string& word) {
    return static_cast<unsigned>(std::stoul(word, nullptr, 0));
}

char byte(unsigned value) {
    return static_cast<char>(value);
}

std::string joined(const Step& step, std::size_t from) {
    std::string text;
    for (; from < step.size(); ++from) {
        text += (text.empty() ? "" : " ") + step[from];
    }
    return text;
}

std::string unescaped(std::string text) {
    for (const auto& [escape, meaning] : {std::pair{"\\r", '\r'}, std::pair{"\\n", '\n'}}) {
        for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape, at)) {
            text.replace(at, 2, 1, meaning);
        }
    }
    return text;
}

std::string from_digits(const std::string& digits) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        bytes += byte(number("0x" + digits.substr(at, 2)));
    }
    return bytes;
}

/// The property a word of connack stands for (MQTT 5 section 3.2.2.3).
std::string connack_property(const std::string& name, const std::string& value) {
    if (name == "reason") {
        return "\x1F" + counted(value);
    }
    if (name == "receive-maximum") {
        return "\x21" + two_bytes(number(value));
    }
    if (name == "maximum-packet-size") {
        return "\x27" + two_bytes(number(value) >> 16) + two_bytes(number(value) & 0xFFFF);
    }
    if (name == "maximum-qos") {
        return std::string{"\x24"} + byte(number(value));
    }
    if (name == "keepalive") {
        return "\x13" + two_bytes(number(value));
    }
    if (name == "retain-available") {
        return std::string{"\x25"} + byte(number(value));
    }
    throw std::runtime_error{"connack has no " + name};
}

} // namespace

Script parse_script(std::string_view text) {
    Script script(1);
    Step step;
    const auto end_step = [&] {
        if (!step.empty()) {
            script.back().push_back(std::exchange(step, {}));
        }
    };
    std::string word;
    std::istringstream words{std::string{text}};
    while (words >> word) {
        if (word == "|") {
            end_step();
            script.emplace_back();
            continue;
        }
        const bool last = word.back() == ';';
        if (word != ";") {
            step.push_back(word.substr(0, word.size() - (last ? 1 : 0)));
        }
        if (last) {
            end_step();
        }
    }
    end_step();
    return script;
}

ScriptedBroker::ScriptedBroker(std::string_view script) : script_{parse_script(script)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 16) != 0) {
        throw std::runtime_error{"cannot listen on the loopback"};
    }
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
}

ScriptedBroker::~ScriptedBroker() {
    hang_up(false);
    ::close(listener_);
}

void ScriptedBroker::turn(std::chrono::milliseconds patience, int other) {
    const bool connected = connection_ >= 0;
    const short wanted = static_cast<short>(POLLIN | (output_.empty() ? 0 : POLLOUT));
    std::array<pollfd, 2> polled{
        pollfd{connected ? connection_ : listener_, wanted, 0}, pollfd{other, POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), static_cast<int>(patience.count())) <= 0 ||
        polled[0].revents == 0) {
        return;
    }
    connected ? receive() : accept();
    proceed();
    flush();
}

void ScriptedBroker::accept() {
    connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    steps_ = script_.front();
    if (script_.size() > 1) {
        script_.erase(script_.begin());
    }
    input_.clear();
    output_.clear();
    unjudged_.clear();
    unanswered_.clear();
    waited_for_ = 0;
    serves_ = false;
    ++connections_;
}

void ScriptedBroker::receive() {
    std::array<char, 65536> block{};
    const auto count = ::recv(connection_, block.data(), block.size(), 0);
    if (count <= 0 && (count == 0 || (errno != EAGAIN && errno != EINTR))) {
        hang_up(false);
        return;
    }
    input_.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    const bool is_mqtt = !seen_.empty() || input_.starts_with('\x10');
    while (auto packet = is_mqtt ? take_packet(input_) : std::nullopt) {
        if (packet->name() == "CONNECT") {
            mqtt5_ = packet->body.size() > 6 && packet->body[6] == 5;
        } else if (packet->name() == "PUBLISH" && packet->qos() == 1) {
            unanswered_.push_back(*packet);
        } else if (packet->name() == "SUBSCRIBE") {
            last_subscribe_ = packet->body;
        }
        seen_.push_back({connections_, *packet});
        unjudged_.push_back(std::move(*packet));
    }
}

/// Performs steps until one has to wait.
void ScriptedBroker::proceed() {
    while (connection_ >= 0 && !serves_ && !steps_.empty() && perform(steps_.front())) {
        if (!steps_.empty()) {
            steps_.pop_front();
        }
    }
    while (serves_ && !unjudged_.empty()) {
        serve(unjudged_.front());
        unjudged_.pop_front();
    }
}

/// Whether the step is done.
bool ScriptedBroker::perform(const Step& step) {
    const auto& verb = step[0];
    if (std::isupper(static_cast<unsigned char>(verb[0])) != 0) {
        return wait_for(step);
    }
    if (verb == "connack") {
        connack(step);
    } else if (verb == "suback") {
        suback(step);
    } else if (verb == "puback") {
        puback(step);
    } else if (verb == "publish") {
        publish(step);
    } else if (verb == "pubrel") {
        answer(pubrel_byte, static_cast<std::uint16_t>(last_identifier_));
    } else if (verb == "disconnect") {
        send(disconnect_byte, std::string{byte(number(step.at(1)))} + '\0');
    } else if (verb == "text") {
        send(unescaped(joined(step, 1)));
    } else if (verb == "hex") {
        send(from_digits(step.at(1)));
    } else if (verb == "close" || verb == "reset") {
        hang_up(verb == "reset");
    } else if (verb == "serve") {
        serves_ = true;
    } else if (verb == "hang") {
        return false;
    } else {
        throw std::runtime_error{"no step is called " + verb};
    }
    return true;
}

bool ScriptedBroker::wait_for(const Step& step) {
    const std::size_t wanted = step.size() > 1 ? number(step[1]) : 1;
    while (waited_for_ < wanted && !unjudged_.empty()) {
        waited_for_ += unjudged_.front().name() == step[0] ? 1U : 0U;
        unjudged_.pop_front();
    }
    if (waited_for_ < wanted) {
        return false;
    }
    waited_for_ = 0;
    return true;
}

void ScriptedBroker::connack(const Step& step) {
    bool present = false;
    std::string properties;
    for (std::size_t at = 2; at < step.size(); ++at) {
        if (step[at] == "present") {
            present = true;
        } else if (step[at] == "reason") {
            properties += connack_property("reason", joined(step, at + 1));
            break;
        } else {
            properties += connack_property(step[at], step.at(at + 1));
            ++at;
        }
    }
    const std::string head{byte(present ? 1 : 0), byte(number(step.at(1)))};
    send(connack_byte, mqtt5_ ? head + variable_length(properties.size()) + properties : head);
}

void ScriptedBroker::puback(const Step& step) {
    if (unanswered_.empty()) {
        throw std::runtime_error{"there is no PUBLISH to answer"};
    }
    auto body = two_bytes(unanswered_.front().identifier());
    unanswered_.pop_front();
    if (mqtt5_ && step.size() > 1) {
        const auto reason = joined(step, 2);
        const auto properties = reason.empty() ? "" : "\x1F" + counted(reason);
        body += byte(number(step[1])) + variable_length(properties.size()) + properties;
    }
    send(puback_byte, body);
}

void ScriptedBroker::suback(const Step& step) {
    auto body = last_subscribe_.substr(0, 2);
    if (mqtt5_) {
        body += '\0';
    }
    for (std::size_t at = 1; at < step.size(); ++at) {
        body += byte(number(step[at]));
    }
    send(suback_byte, body);
}

void ScriptedBroker::publish(const Step& step) {
    const unsigned qos = number(step.at(1));
    const unsigned times = step.size() > 4 ? number(step[4]) : 1;
    for (unsigned at = 1; at <= times; ++at) {
        auto body = counted(step.at(2));
        if (qos > 0) {
            last_identifier_ = last_identifier_ % 65535 + 1;
            body += two_bytes(last_identifier_);
        }
        if (mqtt5_) {
            body += '\0';
        }
        body += step.at(3) + (times > 1 ? ' ' + std::to_string(at) : "");
        send(static_cast<std::uint8_t>(publish_byte | qos << 1), std::move(body));
    }
}

void ScriptedBroker::serve(const Packet& packet) {
    const auto name = packet.name();
    if (name == "CONNECT") {
        connack({"connack", "0"});
    } else if (name == "PUBLISH" && packet.qos() > 0) {
        answer(packet.qos() == 1 ? puback_byte : pubrec_byte, packet.identifier());
    } else if (name == "PUBREC") {
        answer(pubrel_byte, packet.identifier());
    } else if (name == "PUBREL") {
        answer(pubcomp_byte, packet.identifier());
    } else if (name == "SUBSCRIBE") {
        suback({"suback", "2"});
    } else if (name == "UNSUBSCRIBE") {
        // One filter, unsubscribed: MQTT 3 has no reason codes.
        send(unsuback_byte, two_bytes(packet.identifier()) + (mqtt5_ ? std::string(2, '\0') : ""));
    } else if (name == "PINGREQ") {
        send(pingresp_byte, "");
    } else if (name == "DISCONNECT") {
        hang_up(false);
    }
}

void ScriptedBroker::answer(std::uint8_t first, std::uint16_t identifier) {
    send(first, two_bytes(identifier));
}

/// What was said in one turn goes out at once, so that it arrives together; what the socket does
/// not take goes out in the turns to come.
void ScriptedBroker::flush() {
    if (output_.empty() || connection_ < 0) {
        return;
    }
    const auto count =
        ::send(connection_, output_.data(), output_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    output_.erase(0, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
}

void ScriptedBroker::hang_up(bool reset) {
    if (connection_ < 0) {
        return;
    }
    flush();
    if (reset) {
        const linger at_once{1, 0};
        ::setsockopt(connection_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    ::close(std::exchange(connection_, -1));
}

std::size_t ScriptedBroker::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(seen_.begin(), seen_.end(), [&](const Seen& one) {
        return one.packet.name() == name;
    }));
}

std::string ScriptedBroker::summary() const {
    std::string text;
    for (int connection = 1; connection <= connections_; ++connection) {
        std::vector<std::pair<std::string, int>> runs;
        for (const auto& [number, packet] : seen_) {
            if (number != connection) {
                continue;
            }
            if (runs.empty() || runs.back().first != packet.name()) {
                runs.emplace_back(packet.name(), 0);
            }
            ++runs.back().second;
        }
        text += std::to_string(connection) + ':';
        for (const auto& [name, times] : runs) {
            text += ' ' + name + (times > 1 ? '*' + std::to_string(times) : "");
        }
        text += '\n';
    }
    return text;
}

} // namespace mqttx::test
