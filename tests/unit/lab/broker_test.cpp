// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/lab/broker.hpp"
#include "common/lab/folder.hpp"
#include "common/lab/ports.hpp"
#include "common/lab/supervise.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <ostream>
#include <thread>

using namespace mqttx;
using namespace mqttx::lab;
using namespace std::chrono_literals;

namespace {

/// A plain broker in a folder of its own, described but not started.
struct PlainBroker {
    explicit PlainBroker(const std::string& extra = {}) {
        io::write_file(
            layout.configuration(),
            as_bytes(
                cat("listener ",
                    port,
                    " 127.0.0.1\nallow_anonymous true\nuser root\nlog_dest file ",
                    layout.log(),
                    '\n',
                    extra)
            ),
            {}
        );
    }

    [[nodiscard]] BrokerOrder order() const {
        return {
            .program = find_broker({}, ""),
            .configuration = layout.configuration(),
            .log = layout.log(),
            .ports = {port}};
    }

    Folder folder = Folder::temporary(std::filesystem::temp_directory_path().string());
    std::uint16_t port = find_free_ports(1);
    Layout layout{.folder = folder.path()};
};

std::string fault_of(const BrokerOrder& order) {
    try {
        Broker::start(order);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::local);
        return error.what();
    }
    return {};
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Whether the process goes away within ten seconds.
bool ends(pid_t process) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (::kill(process, 0) == 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(2ms);
    }
    return ::kill(process, 0) != 0;
}

} // namespace

TEST_CASE("a started broker accepts connections, a stopped one does not") {
    const PlainBroker plain;
    auto start = Broker::start(plain.order());
    REQUIRE(start.broker.has_value());
    CHECK(start.broker->is_running());
    CHECK(accepts_connections(plain.port));
    start.broker->stop();
    CHECK_FALSE(start.broker->is_running());
    CHECK_FALSE(accepts_connections(plain.port));
}

TEST_CASE("a dropped broker is stopped") {
    const PlainBroker plain;
    pid_t process = 0;
    {
        auto start = Broker::start(plain.order());
        REQUIRE(start.broker.has_value());
        process = start.broker->process().id();
    }
    CHECK(::kill(process, 0) == -1);
}

TEST_CASE("a taken port is a value, not a fault") {
    const PlainBroker plain;
    const auto first = Broker::start(plain.order());
    REQUIRE(first.broker.has_value());
    CHECK_FALSE(Broker::start(plain.order()).broker.has_value());
}

TEST_CASE("a port lost in the last moment is a value too") {
    const PlainBroker second;
    const PlainBroker first{cat("listener ", second.port, " 127.0.0.1\n")};
    const auto holder = Broker::start(first.order());
    REQUIRE(holder.broker.has_value());
    auto order = second.order();
    order.ports = {find_free_ports(1)}; // not the taken one: the broker itself finds out
    CHECK_FALSE(Broker::start(order).broker.has_value());
}

TEST_CASE("a broker that ends early is told with the words of its log") {
    const PlainBroker broken{"certfile /nonexistent.crt\nkeyfile /nonexistent.key\n"};
    const auto fault = fault_of(broken.order());
    CHECK(contains(fault, "ended at once"));
    CHECK(contains(fault, "nonexistent"));
    CHECK_FALSE(contains(fault, "\n"));
}

TEST_CASE("a broker that is not ready in time is stopped") {
    const PlainBroker plain;
    auto order = plain.order();
    order.ports.push_back(find_free_ports(1));
    order.patience = 100ms;
    CHECK(contains(fault_of(order), "was not ready"));
}

TEST_CASE("a program that is no program is named") {
    const PlainBroker plain;
    auto order = plain.order();
    order.program = "/nonexistent/mosquitto";
    CHECK(contains(fault_of(order), "cannot run '/nonexistent/mosquitto': no such file"));
    CHECK(find_broker("/given", "") == "/given");
}

TEST_CASE("a broker never outlives the one who started it") {
    const PlainBroker plain;
    std::array<int, 2> ends_of_pipe{};
    REQUIRE(::pipe2(ends_of_pipe.data(), O_CLOEXEC) == 0);
    const pid_t parent = ::fork();
    if (parent == 0) {
        auto start = Broker::start(plain.order());
        const pid_t process = start.broker ? start.broker->process().id() : -1;
        const auto written = ::write(ends_of_pipe[1], &process, sizeof process);
        ::kill(::getpid(), written == sizeof process ? SIGKILL : SIGABRT);
    }
    pid_t process = -1;
    REQUIRE(::read(ends_of_pipe[0], &process, sizeof process) == sizeof process);
    ::close(ends_of_pipe[0]);
    ::close(ends_of_pipe[1]);
    CHECK(::waitpid(parent, nullptr, 0) == parent);
    REQUIRE(process > 0);
    CHECK(ends(process));
}

TEST_CASE("waiting ends with the command, with the broker, or with a signal handed on") {
    const PlainBroker plain;
    auto start = Broker::start(plain.order());
    REQUIRE(start.broker.has_value());
    const SignalsHeld held; // by this thread: another test may have left one that looks up names

    auto quick = io::Child::start({.command = {"sh", "-c", "exit 4"}});
    const auto by_command = wait_for_end(*start.broker, &*quick.child);
    CHECK(by_command.command->status == 4);
    CHECK(by_command.signal == 0);

    auto slow = io::Child::start({.command = {"sleep", "60"}});
    ::raise(SIGTERM);
    const auto by_signal = wait_for_end(*start.broker, &*slow.child);
    CHECK(by_signal.signal == SIGTERM);
    CHECK(by_signal.command->signal == SIGTERM);

    ::raise(SIGINT);
    CHECK(wait_for_end(*start.broker, nullptr).signal == SIGINT);

    start.broker->process().send(SIGKILL);
    CHECK(wait_for_end(*start.broker, nullptr).broker_ended);
}
