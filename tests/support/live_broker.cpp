// SPDX-License-Identifier: Apache-2.0
#include "tests/support/live_broker.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace mqttx::test {

namespace {

int free_port() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound = bind(probe, generic, size) == 0 && getsockname(probe, generic, &size) == 0;
    close(probe);
    if (!bound) {
        throw std::runtime_error{"no free port"};
    }
    return ntohs(address.sin_port);
}

} // namespace

Folder::Folder() {
    std::string name = std::filesystem::temp_directory_path() / "broker-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error{"no temporary folder"};
    }
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& content) const {
    const auto path = path_ / name;
    std::ofstream{path, std::ios::binary} << content;
    return path;
}

LiveBroker::LiveBroker(const std::string& configuration) {
    do { // another process may take the port before the broker does
        stop();
        close_log();
        port_ = free_port();
        start(configuration);
    } while (log_text_.find("Address already in use") != std::string::npos);
}

LiveBroker::~LiveBroker() {
    stop();
    close_log();
}

void LiveBroker::close_log() {
    if (log_ >= 0) {
        close(log_);
    }
    log_ = -1;
    log_text_.clear();
}

void LiveBroker::start(const std::string& configuration) {
    // Without delays, and with no word about each client: the log is a pipe of limited size.
    auto file = folder_.write(
        "mosquitto.conf",
        "listener " + std::to_string(port_) +
            " 127.0.0.1\nuser root\nset_tcp_nodelay true\nconnection_messages false\n" +
            "sys_interval 3600\n" + configuration
    );
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    std::string program = MOSQUITTO;
    std::string option = "-c";
    std::array<char*, 4> words{program.data(), option.data(), file.data(), nullptr};
    const int fault =
        posix_spawn(&process_, program.c_str(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    log_ = ends[0];
    if (fault != 0) {
        throw std::runtime_error{"cannot start " MOSQUITTO};
    }
    read_log_until(" running\n");
}

void LiveBroker::reload() {
    log_text_.clear();
    kill(process_, SIGHUP);
    read_log_until("Reloading config");
}

void LiveBroker::reload(const std::string& word) {
    log_text_.clear();
    signal_reload();
    wait_for_log(word);
}

void LiveBroker::signal_reload() const {
    kill(process_, SIGHUP);
}

void LiveBroker::wait_for_log(const std::string& word) {
    read_log_until(word);
    if (log_text_.find(word) == std::string::npos) {
        throw std::runtime_error{"not in the log: " + word + "\n" + log_text_};
    }
}

int LiveBroker::stop() {
    if (process_ == 0) {
        return 0;
    }
    // It may have ended, but is not yet waited for. A milder signal that comes just after it says
    // that it runs would be forgotten.
    kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/// At most ten seconds without a word.
void LiveBroker::read_log_until(const std::string& word) {
    std::array<char, 4096> block{};
    while (log_text_.find(word) == std::string::npos) {
        pollfd waiting{log_, POLLIN, 0};
        if (poll(&waiting, 1, 10'000) != 1) {
            break;
        }
        const auto size = read(log_, block.data(), block.size());
        if (size <= 0) {
            break;
        }
        log_text_.append(block.data(), static_cast<std::size_t>(size));
    }
}

} // namespace mqttx::test
