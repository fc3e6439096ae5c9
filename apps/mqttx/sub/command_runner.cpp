// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/command_runner.hpp"

#include "apps/mqttx/sub/message_json.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace mqttx::app::sub {

namespace {

using namespace std::chrono_literals;

constexpr auto tick = 1s;
/// What a command that runs when we are to end has left.
constexpr auto farewell = 5s;
constexpr std::chrono::milliseconds first_pause{200};
constexpr std::chrono::milliseconds longest_pause{30'000};
constexpr std::size_t largest_properties = 65'536;

[[noreturn]] void fail(std::string_view what) {
    throw Error{ErrorKind::local, cat(what, ": ", system_error_text(errno))};
}

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            fail("cannot make a pipe");
        }
        reader = io::Descriptor{ends[0]};
        writer = io::Descriptor{ends[1]};
        ::fcntl(writer.number(), F_SETFL, O_NONBLOCK); // ours alone: the command has the other end
    }

    io::Descriptor reader;
    io::Descriptor writer;
};

/// Writes what the pipe takes; false when all went, or nobody wants the rest.
bool feed(int pipe, ByteView& rest) {
    const auto written = ::write(pipe, rest.data(), rest.size());
    if (written < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    rest = rest.subspan(static_cast<std::size_t>(written));
    return !rest.empty();
}

std::string described(const io::Ending& ending) {
    return ending.signal != 0 ? cat("was ended by signal ", ending.signal)
                              : cat("exited with ", ending.status);
}

} // namespace

CommandRunner::CommandRunner(
    Order order, const io::Streams& streams, std::function<void(const std::string&)> warn
)
    : order_{std::move(order)}, streams_{streams}, warn_{std::move(warn)} {}

Sink::Taken CommandRunner::take(const Arrival& arrival) {
    auto wait = first_pause;
    for (std::uint64_t failures = 0;;) {
        const auto ending = run_once(arrival);
        if (!ending) {
            return Taken::interrupted;
        }
        if (ending->status == 0) {
            return Taken::yes;
        }
        if (++failures > order_.retries) {
            throw Error{
                ErrorKind::local,
                cat(in_quotes(order_.command[0]),
                    ' ',
                    described(*ending),
                    " for a message on ",
                    in_quotes(arrival.message.topic),
                    failures > 1 ? cat(", ", failures, " times") : ""),
                arrival.message.qos > 0
                    ? "the message stays unacknowledged; --exec-retries N tries again"
                    : "--exec-retries N tries again"};
        }
        if (!pause(wait)) {
            return Taken::interrupted;
        }
        wait = std::min(2 * wait, longest_pause);
    }
}

std::optional<io::Ending> CommandRunner::run_once(const Arrival& arrival) {
    Pipe pipe;
    auto started = io::Child::start(
        {.command = order_.command,
         .extra_environment = environment(arrival),
         .in = pipe.reader.number(),
         .out = streams_.out,
         .err = streams_.err,
         .must_not_outlive = true}
    );
    if (!started.child) {
        throw Error{
            ErrorKind::local,
            cat("cannot run ",
                in_quotes(order_.command[0]),
                ": ",
                system_error_text(started.error_number)),
            started.error_number == ENOENT ? "there is no shell: name a program and its arguments"
                                           : ""};
    }
    pipe.reader = io::Descriptor{};
    return await_end(*started.child, std::move(pipe.writer), arrival.content());
}

std::optional<io::Ending>
CommandRunner::await_end(io::Child& child, io::Descriptor input, ByteView content) {
    const io::Descriptor process{static_cast<int>(::syscall(SYS_pidfd_open, child.id(), 0))};
    if (!process.is_open()) {
        fail("cannot watch a process");
    }
    std::optional<Clock::time_point> last_moment;
    while (true) {
        if (input.is_open() && content.empty()) {
            input = io::Descriptor{}; // the command sees the end of its input
        }
        std::array<pollfd, 3> polled{
            pollfd{process.number(), POLLIN, 0},
            pollfd{input.number(), POLLOUT, 0},
            pollfd{last_moment ? -1 : meanwhile_.signals, POLLIN, 0}};
        ::poll(polled.data(), polled.size(), static_cast<int>(tick / 1ms));
        if (polled[0].revents != 0) {
            return child.wait();
        }
        if (polled[1].revents != 0 && !feed(input.number(), content)) {
            input = io::Descriptor{};
        }
        if (!last_moment && polled[2].revents != 0) {
            last_moment = Clock::now() + farewell;
        }
        const auto now = Clock::now();
        if ((last_moment && now >= *last_moment) ||
            (!last_moment && meanwhile_.deadline && now >= *meanwhile_.deadline)) {
            child.stop(1s);
            return std::nullopt;
        }
        meanwhile_.keep_alive();
    }
}

/// Names from the network never become names of variables.
std::vector<std::string> CommandRunner::environment(const Arrival& arrival) const {
    auto properties = properties_json(arrival.properties());
    if (properties.size() > largest_properties) {
        warn_(
            cat("the properties of a message on ",
                in_quotes(arrival.message.topic),
                " take ",
                properties.size(),
                " bytes as JSON: MQTT_PROPERTIES, which holds 65536, stays empty")
        );
        properties.clear();
    }
    return {
        cat("MQTT_TOPIC=", arrival.message.topic),
        cat("MQTT_QOS=", arrival.message.qos),
        cat("MQTT_RETAIN=", arrival.message.retain ? '1' : '0'),
        cat("MQTT_SECURITY=", cose::word(arrival.verdict.status)),
        cat("MQTT_SIGNER=", arrival.verdict.signer_text()),
        cat("MQTT_PROPERTIES=", properties)};
}

bool CommandRunner::is_over() const {
    pollfd signals{meanwhile_.signals, POLLIN, 0};
    return ::poll(&signals, 1, 0) > 0 ||
           (meanwhile_.deadline && Clock::now() >= *meanwhile_.deadline);
}

/// False when the end of everything came first.
bool CommandRunner::pause(std::chrono::milliseconds time) const {
    const auto end = Clock::now() + time;
    while (!is_over()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        if (left <= 0ms) {
            return true;
        }
        pollfd signals{meanwhile_.signals, POLLIN, 0};
        ::poll(
            &signals, 1, static_cast<int>(std::min<std::chrono::milliseconds>(left, tick) / 1ms)
        );
        meanwhile_.keep_alive();
    }
    return false;
}

} // namespace mqttx::app::sub
