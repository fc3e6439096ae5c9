// SPDX-License-Identifier: Apache-2.0
#include "common/lab/supervise.hpp"

#include <chrono>

namespace mqttx::lab {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

sigset_t awaited() noexcept {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : {SIGHUP, SIGINT, SIGTERM, SIGCHLD}) {
        ::sigaddset(&set, signal);
    }
    return set;
}

struct Arrival {
    int signal = 0; ///< 0: none in time
    bool from_terminal = false;
};

/// The next signal. A child's end wakes it too; the waiting is cut short all the same, so that none
/// is ever missed.
Arrival next_signal() noexcept {
    const auto set = awaited();
    const timespec moment{.tv_sec = 0, .tv_nsec = 200'000'000};
    siginfo_t details{};
    const int signal = ::sigtimedwait(&set, &details, &moment);
    return {signal > 0 ? signal : 0, signal == SIGINT && details.si_code == SI_KERNEL};
}

bool asks_to_stop(int signal) noexcept {
    return signal == SIGHUP || signal == SIGINT || signal == SIGTERM;
}

/// The command's last five seconds.
void end_command(io::Child& command, int signal) noexcept {
    command.send(signal);
    const auto deadline = Clock::now() + 5s;
    while (!command.poll() && Clock::now() < deadline) {
        if (asks_to_stop(next_signal().signal)) {
            break;
        }
    }
    command.send(SIGKILL);
    command.wait();
}

} // namespace

SignalsHeld::SignalsHeld() {
    const auto set = awaited();
    ::sigprocmask(SIG_BLOCK, &set, &before_);
}

SignalsHeld::~SignalsHeld() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

Finish wait_for_end(Broker& broker, io::Child* command) {
    int from_terminal = 0;
    for (;;) {
        if (command != nullptr && command->poll()) {
            const auto ending = *command->poll();
            // It died of the Ctrl-C that we got too: so do we.
            return {
                .command = ending, .signal = ending.signal == from_terminal ? from_terminal : 0};
        }
        if (!broker.is_running()) {
            return {.broker_ended = true};
        }
        const auto arrival = next_signal();
        if (!asks_to_stop(arrival.signal)) {
            continue;
        }
        if (command == nullptr) {
            return {.signal = arrival.signal};
        }
        if (arrival.from_terminal) {
            from_terminal = arrival.signal;
            continue;
        }
        end_command(*command, arrival.signal);
        return {.command = command->poll(), .signal = arrival.signal};
    }
}

} // namespace mqttx::lab
