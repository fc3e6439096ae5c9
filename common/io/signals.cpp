// SPDX-License-Identifier: Apache-2.0
#include "common/io/signals.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

namespace mqttx::io {

namespace {

constexpr std::array stopping{SIGINT, SIGTERM, SIGHUP};

/// What the handlers know: they get nothing but a number.
struct Known {
    std::array<std::atomic<bool>, stopping.size()> caught{};
    std::atomic<int> arrived{0};
    std::atomic<int> descriptor{-1};
    std::atomic<unsigned> farewell{0};
};

Known known; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

static_assert(std::atomic<int>::is_always_lock_free, "handlers may use nothing that locks");

void stop_catching() noexcept {
    for (std::size_t at = 0; at < stopping.size(); ++at) {
        if (known.caught.at(at).exchange(false)) {
            std::signal(stopping.at(at), SIG_DFL);
        }
    }
}

extern "C" void die_at_last(int /*alarm*/) {
    std::raise(known.arrived);
}

extern "C" void note(int signal) {
    const int error_number = errno;
    stop_catching();
    known.arrived = signal;
    std::signal(SIGALRM, die_at_last);
    ::alarm(known.farewell);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(known.descriptor, &one, sizeof one);
    errno = error_number;
}

bool is_ignored(int signal) noexcept {
    struct sigaction action {};

    return ::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN;
}

} // namespace

Signals::Signals(std::chrono::seconds farewell)
    : events_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    known.arrived = 0;
    known.descriptor = events_.number();
    known.farewell = static_cast<unsigned>(farewell.count());

    struct sigaction action {};

    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    ::sigfillset(&action.sa_mask); // a second signal waits until the first one is noted
    for (std::size_t at = 0; at < stopping.size(); ++at) {
        // A signal that was ignored before us (nohup, a background job) stays ignored.
        if (!is_ignored(stopping.at(at))) {
            known.caught.at(at) = true;
            ::sigaction(stopping.at(at), &action, nullptr);
        }
    }
}

Signals::~Signals() {
    stop_catching();
    known.descriptor = -1;
}

std::optional<int> Signals::take() {
    if (!events_.is_open() || known.arrived == 0) {
        return std::nullopt;
    }
    known.descriptor = -1;
    events_ = Descriptor{};
    return known.arrived.load();
}

} // namespace mqttx::io
