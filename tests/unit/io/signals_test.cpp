// SPDX-License-Identifier: Apache-2.0
#include "common/io/signals.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <ostream>

namespace mqttx::io {

namespace {

/// Runs a body in a process of its own, where it writes a byte into `ready` and waits for the
/// signals that are sent then. Answers with the number of the signal that ended it, or with its
/// exit status made negative.
template <typename Body> int ended_by(std::initializer_list<int> signals, Body body) {
    std::array<int, 2> ready{};
    REQUIRE(::pipe2(ready.data(), O_CLOEXEC) == 0);
    const int child = ::fork();
    if (child == 0) {
        body(ready[1]);
        ::_exit(0);
    }
    char byte = 0;
    for (const int signal : signals) {
        CHECK(::read(ready[0], &byte, 1) == 1);
        ::kill(child, signal);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

void say(int descriptor) {
    REQUIRE(::write(descriptor, ".", 1) == 1);
}

void wait_for(const Signals& signals) {
    pollfd polled{signals.descriptor(), POLLIN, 0};
    while (::poll(&polled, 1, -1) < 0) { // EINTR
    }
}

} // namespace

TEST_CASE("the first signal is something to poll for, the second one ends the process") {
    CHECK(ended_by({SIGTERM}, [](int ready) {
              Signals signals;
              say(ready);
              wait_for(signals);
              ::_exit(signals.take() == SIGTERM && signals.descriptor() == -1 ? 0 : 1);
          }) == 0);
    CHECK(ended_by({SIGTERM, SIGINT}, [](int ready) {
              Signals signals;
              say(ready);
              wait_for(signals);
              say(ready);
              ::pause();
          }) == SIGINT);
}

TEST_CASE("who hangs after the first signal dies of it in the end") {
    CHECK(ended_by({SIGHUP}, [](int ready) {
              Signals signals{std::chrono::seconds{1}};
              std::array<int, 2> full{};
              if (::pipe(full.data()) != 0) {
                  ::_exit(1);
              }
              say(ready);
              while (::write(full[1], "stuck", 5) == 5) {
              }
          }) == SIGHUP);
}

TEST_CASE("a signal that was ignored before stays ignored") {
    CHECK(ended_by({SIGHUP, SIGTERM}, [](int ready) {
              std::signal(SIGHUP, SIG_IGN);
              Signals signals;
              say(ready);
              say(ready);
              wait_for(signals);
              ::_exit(signals.take() == SIGTERM ? 0 : 1);
          }) == 0);
}

} // namespace mqttx::io
