// SPDX-License-Identifier: Apache-2.0
#include "tests/broker/broker_start.hpp"

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
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace broker_start {

namespace {

/// A folder of its own that goes with its content.
class Folder {
  public:
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "acl-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error{"no temporary folder"};
        }
        path_ = name;
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string write(const std::string& name, const std::string& content) const {
        const auto path = path_ / name;
        std::ofstream{path, std::ios::binary} << content;
        return path;
    }

  private:
    std::filesystem::path path_;
};

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

struct Process {
    pid_t id = 0;
    int log = -1; ///< its standard error
};

Process spawn_broker(const std::string& configuration) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
    std::string program = MOSQUITTO;
    std::string option = "-c";
    std::string file = configuration;
    std::array<char*, 4> words{program.data(), option.data(), file.data(), nullptr};
    Process process{0, pipe_ends[0]};
    const int fault =
        posix_spawn(&process.id, program.c_str(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    if (fault != 0) {
        throw std::runtime_error{"cannot start " MOSQUITTO};
    }
    return process;
}

/// Reads the log until the broker serves or ends; at most ten seconds without a word.
std::string read_log(int log) {
    std::string text;
    std::array<char, 4096> block{};
    while (text.find(" running\n") == std::string::npos) {
        pollfd waiting{log, POLLIN, 0};
        if (poll(&waiting, 1, 10'000) != 1) {
            break;
        }
        const auto size = read(log, block.data(), block.size());
        if (size <= 0) {
            break;
        }
        text.append(block.data(), static_cast<std::size_t>(size));
    }
    return text;
}

/// The topics in "Warning: ACL pattern 'TOPIC' does not contain ...".
std::vector<std::string> warned_patterns(const std::string& log) {
    const std::string before = "ACL pattern '";
    const std::string after = "' does not contain";
    std::vector<std::string> topics;
    for (auto at = log.find(before); at != std::string::npos; at = log.find(before, at)) {
        at += before.size();
        const auto end = log.find(after, at);
        topics.push_back(log.substr(at, end - at));
    }
    return topics;
}

} // namespace

Start with_acl_file(const std::string& content) {
    const Folder folder;
    const auto acl_file = folder.write("acl", content);
    const auto configuration = folder.write(
        "mosquitto.conf",
        "listener " + std::to_string(free_port()) +
            " 127.0.0.1\nuser root\nallow_anonymous true\nacl_file " + acl_file + "\n"
    );
    const auto process = spawn_broker(configuration);
    const auto log = read_log(process.log);
    // It may have ended, but is not yet waited for. A milder signal that comes just after it says
    // that it runs would be forgotten.
    kill(process.id, SIGKILL);
    int status = 0;
    waitpid(process.id, &status, 0);
    close(process.log);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 0, warned_patterns(log)};
}

} // namespace broker_start
