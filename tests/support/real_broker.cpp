// SPDX-License-Identifier: Apache-2.0
//
// Starts mosquitto in the background with a configuration in which @NAME stands for a port; returns
// when every port answers. The port is the one in the file NAME, or else a free one, which is
// written there: so a broker that is started again has the ports it had. The folder of the
// configuration is @HERE. Leaves FILE.pid and FILE.log.
//
// usage: real_broker FILE

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

/// Whether the call, bind or connect, succeeds for the port on the loopback.
template <typename Call> bool works(int port, Call call) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool result =
        call(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(descriptor);
    return result;
}

/// Below the range from which the kernel takes ports for outgoing connections.
int free_port(const std::set<int>& taken) {
    std::random_device random;
    std::uniform_int_distribution<int> ports{20000, 32000};
    for (int tries = 0; tries < 1000; ++tries) {
        if (const int port = ports(random); !taken.contains(port) && works(port, ::bind)) {
            return port;
        }
    }
    throw std::runtime_error{"no port is free"};
}

int port_named(const std::string& name, const std::set<int>& taken) {
    int port = 0;
    if (std::ifstream file{name}; file >> port) {
        return port;
    }
    port = free_port(taken);
    std::ofstream{name} << port << '\n';
    return port;
}

/// Replaces the names in the configuration, and tells which ports it opens.
std::string prepared(const std::string& path, std::set<int>& ports) {
    std::ifstream file{path};
    if (!file) {
        throw std::runtime_error{"cannot read " + path};
    }
    std::string text{"user root\n"};
    for (char next = 0; file.get(next);) {
        if (next != '@') {
            text += next;
            continue;
        }
        std::string name;
        while (std::isalnum(file.peek()) != 0) {
            name += static_cast<char>(file.get());
        }
        if (name == "HERE") {
            text += std::filesystem::current_path().string();
        } else {
            text += std::to_string(*ports.insert(port_named(name, ports)).first);
        }
    }
    return text;
}

int start(const std::string& path) {
    const int child = ::fork();
    if (child == 0) {
        ::setsid();
        const int log = ::open((path + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(log, STDOUT_FILENO);
        ::dup2(log, STDERR_FILENO);
        ::execlp("mosquitto", "mosquitto", "-v", "-c", (path + ".used").c_str(), nullptr);
        ::_exit(127);
    }
    return child;
}

void wait_until_open(const std::set<int>& ports, int child) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    for (const int port : ports) {
        while (!works(port, ::connect)) {
            if (::kill(child, 0) != 0 || std::chrono::steady_clock::now() > end) {
                throw std::runtime_error{"mosquitto does not answer; see its log"};
            }
            ::usleep(2000);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: real_broker FILE\n";
        return 2;
    }
    const std::string path = argv[1];
    try {
        std::set<int> ports;
        const auto configuration = prepared(path, ports);
        std::ofstream{path + ".used"} << configuration;
        const int child = start(path);
        std::ofstream{path + ".pid"} << child << '\n';
        wait_until_open(ports, child);
    } catch (const std::exception& fault) {
        std::cerr << "real_broker: " << fault.what() << '\n';
        return 1;
    }
}
