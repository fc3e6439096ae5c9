// SPDX-License-Identifier: Apache-2.0
#include "common/io/child.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <thread>
#include <utility>

namespace mqttx::io {

namespace {

[[noreturn]] void fail(std::string_view what) {
    throw Error{ErrorKind::local, cat(what, ": ", system_error_text(errno))};
}

std::string_view name_in(std::string_view variable) {
    return variable.substr(0, variable.find('='));
}

/// What exec wants. Everything is laid out before the fork: the child only makes system calls.
class Arguments {
  public:
    explicit Arguments(const ChildOrder& order) {
        for (const auto& word : order.command) {
            words_.push_back(const_cast<char*>(word.c_str()));
        }
        for (char** variable = ::environ; *variable != nullptr; ++variable) {
            if (!is_replaced(order, *variable)) {
                environment_.push_back(*variable);
            }
        }
        for (const auto& variable : order.extra_environment) {
            environment_.push_back(const_cast<char*>(variable.c_str()));
        }
        words_.push_back(nullptr);
        environment_.push_back(nullptr);
    }

    void execute() const noexcept { ::execvpe(words_[0], words_.data(), environment_.data()); }

  private:
    static bool is_replaced(const ChildOrder& order, std::string_view variable) {
        for (const auto& extra : order.extra_environment) {
            if (name_in(extra) == name_in(variable)) {
                return true;
            }
        }
        return false;
    }

    std::vector<char*> words_;
    std::vector<char*> environment_;
};

void restore_signals() noexcept {
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGCHLD}) {
        std::signal(signal, SIG_DFL);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// The descriptors may be crossed (1 -> 2, 2 -> 1): copies above all of them come first.
bool take_descriptors(const ChildOrder& order) noexcept {
    std::array<int, 3> given{order.in, order.out, order.err};
    for (auto& descriptor : given) {
        descriptor = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    }
    for (std::size_t at = 0; at < given.size(); ++at) {
        if (::dup2(given[at], static_cast<int>(at)) < 0) {
            return false;
        }
    }
    return true;
}

bool prepare(const ChildOrder& order, pid_t parent) noexcept {
    if (order.in_background && ::setpgid(0, 0) != 0) {
        return false;
    }
    if (order.must_not_outlive) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) { // it died before the line above
            ::raise(SIGKILL);
        }
    }
    return take_descriptors(order);
}

/// In the child: becomes the program, or writes why not and leaves.
[[noreturn]] void
become(const ChildOrder& order, const Arguments& arguments, pid_t parent, int report) noexcept {
    restore_signals();
    if (prepare(order, parent)) {
        arguments.execute();
    }
    const int error_number = errno;
    [[maybe_unused]] const auto written = ::write(report, &error_number, sizeof error_number);
    ::_exit(127);
}

Ending ending_of(int status) noexcept {
    if (WIFSIGNALED(status)) {
        return {128 + WTERMSIG(status), WTERMSIG(status)};
    }
    return {WEXITSTATUS(status), 0};
}

} // namespace

Started Child::start(const ChildOrder& order) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("cannot make a pipe");
    }
    const Descriptor reader{ends[0]};
    Descriptor writer{ends[1]};
    const Arguments arguments{order};
    const pid_t parent = ::getpid();
    const pid_t id = ::fork();
    if (id < 0) {
        fail("cannot start a process");
    }
    if (id == 0) {
        become(order, arguments, parent, writer.number());
    }
    Child child{id};
    writer = Descriptor{};
    int error_number = 0;
    ssize_t count = 0;
    do { // exec closes the pipe; only a failure writes into it
        count = ::read(reader.number(), &error_number, sizeof error_number);
    } while (count < 0 && errno == EINTR);
    if (count > 0) {
        child.wait();
        return {.error_number = error_number};
    }
    return {.child = std::move(child)};
}

// What is left behind counts as ended: nobody signals or waits for it.
Child::Child(Child&& other) noexcept
    : id_{std::exchange(other.id_, -1)}, ending_{std::exchange(other.ending_, Ending{})} {}

Child& Child::operator=(Child&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(ending_, other.ending_);
    return *this;
}

Child::~Child() {
    send(SIGKILL);
    wait();
}

std::optional<Ending> Child::poll() noexcept {
    int status = 0;
    if (!ending_ && ::waitpid(id_, &status, WNOHANG) == id_) {
        ending_ = ending_of(status);
    }
    return ending_;
}

Ending Child::wait() noexcept {
    int status = 0;
    while (!ending_) {
        const auto ended = ::waitpid(id_, &status, 0);
        if (ended == id_ || errno != EINTR) {
            ending_ = ending_of(status);
        }
    }
    return *ending_;
}

void Child::send(int signal) noexcept {
    if (!poll()) {
        ::kill(id_, signal);
    }
}

Ending Child::stop(std::chrono::milliseconds patience) noexcept {
    send(SIGTERM);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!poll() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    send(SIGKILL);
    return wait();
}

} // namespace mqttx::io
