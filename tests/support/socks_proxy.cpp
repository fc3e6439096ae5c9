// SPDX-License-Identifier: Apache-2.0
//
// Runs a command beside a SOCKS5 proxy that works, and ends as the command ends. The word PROXY in
// the command's arguments becomes the proxy's port on 127.0.0.1. For every connection the proxy
// prints what it was asked for, as it was asked (a name stays a name), and where it was reached
// from.
//
// usage: socks_proxy [--login USER:PASSWORD] COMMAND [ARGUMENT]..

#include "tests/support/port_command.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// Exactly so many bytes; the connection's process ends when there are fewer.
std::string take(int socket, std::size_t count) {
    std::string bytes(count, '\0');
    if (::recv(socket, bytes.data(), count, MSG_WAITALL) != static_cast<ssize_t>(count)) {
        ::_exit(1);
    }
    return bytes;
}

std::string take_counted(int socket) {
    return take(socket, static_cast<unsigned char>(take(socket, 1)[0]));
}

void say(int socket, std::string_view bytes) {
    if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) {
        ::_exit(1);
    }
}

using namespace std::string_view_literals;

void log_in(int socket, const std::string& login) {
    take(socket, 1);
    const auto methods = take_counted(socket);
    const char wanted = login.empty() ? '\0' : '\2';
    if (methods.find(wanted) == std::string::npos) {
        say(socket, "\5\xff");
        ::_exit(0);
    }
    say(socket, std::string{'\5', wanted});
    if (login.empty()) {
        return;
    }
    take(socket, 1);
    const auto user = take_counted(socket);
    const auto password = take_counted(socket);
    const bool right = user + ':' + password == login;
    say(socket, right ? "\1\0"sv : "\1\1"sv);
    if (!right) {
        ::_exit(0);
    }
}

std::string take_host(int socket, std::string& kind) {
    std::array<char, INET6_ADDRSTRLEN> digits{};
    switch (take(socket, 1)[0]) {
    case 1:
        kind = "IPv4 address";
        return ::inet_ntop(AF_INET, take(socket, 4).data(), digits.data(), digits.size());
    case 4:
        kind = "IPv6 address";
        return ::inet_ntop(AF_INET6, take(socket, 16).data(), digits.data(), digits.size());
    default:
        kind = "name";
        return take_counted(socket);
    }
}

int connect_to(const std::string& host, const std::string& port) {
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), nullptr, &found) != 0) {
        return -1;
    }
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        const int socket = ::socket(each->ai_family, SOCK_STREAM, 0);
        if (::connect(socket, each->ai_addr, each->ai_addrlen) == 0) {
            return socket;
        }
    }
    return -1;
}

void relay(int one, int other) {
    std::array<char, 65536> bytes{};
    for (;;) {
        std::array<pollfd, 2> polled{pollfd{one, POLLIN, 0}, pollfd{other, POLLIN, 0}};
        ::poll(polled.data(), polled.size(), -1);
        const bool first = polled[0].revents != 0;
        const auto size = ::recv(first ? one : other, bytes.data(), bytes.size(), 0);
        if (size <= 0) {
            return;
        }
        say(first ? other : one, {bytes.data(), static_cast<std::size_t>(size)});
    }
}

void serve(int socket, const std::string& login) {
    log_in(socket, login);
    take(socket, 3);
    std::string kind;
    const auto host = take_host(socket, kind);
    const auto digits = take(socket, 2);
    const auto port = std::to_string(
        static_cast<unsigned char>(digits[0]) * 256 + static_cast<unsigned char>(digits[1])
    );
    const auto line = "proxy: asked for the " + kind + ' ' + host + '\n';
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) {
        return;
    }
    const int target = connect_to(host, port);
    // Answers with a name for itself: that is the longest kind of answer.
    say(socket, target < 0 ? "\5\5\0\1\0\0\0\0\0\0"sv : "\5\0\0\3\5proxy\0\0"sv);
    if (target >= 0) {
        relay(socket, target);
    }
}

int listener(int& port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(socket, 16) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error{"cannot listen"};
    }
    port = ntohs(address.sin_port);
    return socket;
}

/// The proxy's own process, the first of its group.
int start_proxy(int socket, const std::string& login) {
    const int child = ::fork();
    if (child != 0) {
        ::setpgid(child, child);
        return child;
    }
    ::setpgid(0, 0);
    ::signal(SIGCHLD, SIG_IGN);
    for (;;) {
        const int connection = ::accept(socket, nullptr, nullptr);
        if (connection >= 0 && ::fork() == 0) {
            serve(connection, login);
            ::_exit(0);
        }
        ::close(connection);
    }
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> words{argv + 1, argv + argc};
    std::string login;
    if (words.size() > 2 && words[0] == "--login") {
        login = words[1];
        words.erase(words.begin(), words.begin() + 2);
    }
    if (words.empty()) {
        std::cerr << "usage: socks_proxy [--login USER:PASSWORD] COMMAND [ARGUMENT]..\n";
        return 2;
    }
    try {
        int port = 0;
        const int proxy = start_proxy(listener(port), login);
        const int status = mqttx::test::status_of_command(
            mqttx::test::start_command(std::move(words), "PROXY", port)
        );
        ::kill(-proxy, SIGKILL);
        ::waitpid(proxy, nullptr, 0);
        return status;
    } catch (const std::exception& fault) {
        std::cerr << "socks_proxy: " << fault.what() << '\n';
        return 127;
    }
}
