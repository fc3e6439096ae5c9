// SPDX-License-Identifier: Apache-2.0
#include "common/io/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace mqttx::io {

Signals::Signals() {
    sigset_t wanted;
    ::sigemptyset(&wanted);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};

        // A signal that was ignored before us (nohup, a background job) stays ignored.
        if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) {
            ::sigaddset(&wanted, number);
        }
    }
    ::sigprocmask(SIG_BLOCK, &wanted, &before_);
    events_ = Descriptor{::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK)};
}

Signals::~Signals() {
    restore();
}

std::optional<int> Signals::take() {
    signalfd_siginfo info{};
    if (!events_.is_open() || ::read(events_.number(), &info, sizeof info) != sizeof info) {
        return std::nullopt;
    }
    restore();
    return static_cast<int>(info.ssi_signo);
}

void Signals::restore() noexcept {
    if (events_.is_open()) {
        ::close(events_.release());
        ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    }
}

} // namespace mqttx::io
