// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::io {

/// How a child process is started. It gets our environment, our terminal and these descriptors;
/// default signal actions, and no other open file.
struct ChildOrder {
    std::vector<std::string>
        command; ///< a program (looked for in PATH unless it has a '/'), its arguments
    std::vector<std::string> extra_environment{}; ///< "NAME=value", in place of ours
    int in = 0;
    int out = 1;
    int err = 2;
    bool in_background =
        false; ///< a process group of its own: Ctrl-C on the terminal does not reach it
    bool must_not_outlive = false; ///< killed when we die, however we die
};

/// How a process ended, as a shell counts: its exit status, or 128 and the signal.
struct Ending {
    int status = 0;
    int signal = 0; ///< the signal that ended it; 0: it left by itself
};

struct Started;

/// A process that we started. Whoever drops it kills it.
class Child {
  public:
    /// Starts it. Throws Error(local) when the system has no process left for us.
    static Started start(const ChildOrder& order);

    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();

    [[nodiscard]] pid_t id() const noexcept { return id_; }

    /// How it ended; none while it runs.
    std::optional<Ending> poll() noexcept;
    /// Waits for its end.
    Ending wait() noexcept;
    /// Sends a signal, unless it has ended.
    void send(int signal) noexcept;
    /// Asks it to end (SIGTERM), kills it when it has not done so in time, and waits for its end.
    Ending stop(std::chrono::milliseconds patience) noexcept;

  private:
    explicit Child(pid_t id) noexcept : id_{id} {}

    pid_t id_;
    std::optional<Ending> ending_{};
};

/// A child, or why its program could not be run (an errno value: ENOENT, EACCES...).
struct Started {
    std::optional<Child> child{};
    int error_number = 0;
};

} // namespace mqttx::io
