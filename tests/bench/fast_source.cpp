// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fast_source.hpp"

#include "common/io/file.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mqttx::bench {

namespace {

using namespace std::string_literals;

constexpr std::string_view topic = "bench/fast";
constexpr std::string_view payload = "twenty bytes of text";

void write_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

/// One packet of a client, which sends the next only after an answer.
std::string read_packet(int connection) {
    std::array<char, 4096> block{};
    const auto count = ::recv(connection, block.data(), block.size(), 0);
    return {block.data(), static_cast<std::size_t>(count > 0 ? count : 0)};
}

std::string publish(bool mqtt5) {
    const auto body = "\0"s + static_cast<char>(topic.size()) + std::string{topic} +
                      (mqtt5 ? "\0"s : ""s) + std::string{payload};
    return "\x30"s + static_cast<char>(body.size()) + body;
}

void serve(int connection, int messages) {
    const auto connect = read_packet(connection);
    const bool mqtt5 = connect.size() > 8 && connect[8] == 5;
    write_all(connection, mqtt5 ? "\x20\x03\0\0\0"s : "\x20\x02\0\0"s);
    const auto subscribe = read_packet(connection);
    if (subscribe.size() < 4) {
        return;
    }
    const auto identifier = subscribe.substr(2, 2);
    write_all(
        connection, (mqtt5 ? "\x90\x04"s + identifier + "\0\0"s : "\x90\x03"s + identifier + "\0"s)
    );
    const auto message = publish(mqtt5);
    const int batch = static_cast<int>(65536 / message.size());
    std::string block;
    for (int at = 0; at < batch; ++at) {
        block += message;
    }
    for (; messages > 0; messages -= batch) {
        const auto count = static_cast<std::size_t>(std::min(messages, batch));
        write_all(connection, std::string_view{block}.substr(0, count * message.size()));
    }
    while (!read_packet(connection).empty()) {
    }
}

[[noreturn]] void run(int listener, int messages) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (true) {
        const io::Descriptor connection{::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)};
        serve(connection.number(), messages);
    }
}

} // namespace

FastSource::FastSource(int messages) {
    const io::Descriptor listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener.number(), generic, size) != 0 || ::listen(listener.number(), 4) != 0 ||
        ::getsockname(listener.number(), generic, &size) != 0) {
        throw std::runtime_error{"cannot listen on the loopback"};
    }
    port_ = ntohs(address.sin_port);
    process_ = ::fork();
    if (process_ == 0) {
        run(listener.number(), messages);
    }
}

FastSource::~FastSource() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

} // namespace mqttx::bench
