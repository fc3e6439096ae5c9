// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/io/child.hpp"
#include "common/io/file.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ostream>

using namespace mqttx;
using namespace mqttx::io;
using namespace std::chrono_literals;

namespace {

/// A pipe whose writing end goes to a child.
struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        reader = Descriptor{ends[0]};
        writer = Descriptor{ends[1]};
    }

    std::string rest() {
        writer = Descriptor{};
        const auto bytes = read_all(reader.number(), "pipe", 1 << 16);
        return std::string{as_text(bytes)};
    }

    Descriptor reader;
    Descriptor writer;
};

Child started(const ChildOrder& order) {
    auto attempt = Child::start(order);
    REQUIRE(attempt.error_number == 0);
    REQUIRE(attempt.child.has_value());
    return std::move(*attempt.child);
}

} // namespace

TEST_CASE("a child's status comes back") {
    CHECK(started({.command = {"sh", "-c", "exit 7"}}).wait().status == 7);
    auto killed = started({.command = {"sh", "-c", "kill -TERM $$"}});
    const auto ending = killed.wait();
    CHECK(ending.status == 128 + SIGTERM);
    CHECK(ending.signal == SIGTERM);
}

TEST_CASE("a program that cannot be run is told by its errno value") {
    const auto missing = Child::start({.command = {"no-such-program-anywhere"}});
    CHECK_FALSE(missing.child.has_value());
    CHECK(missing.error_number == ENOENT);
    CHECK(Child::start({.command = {"/etc/passwd"}}).error_number == EACCES);
}

TEST_CASE("a child sees our environment with what was added, and its descriptors") {
    REQUIRE(::setenv("MQTTX_TEST_KEPT", "kept", 1) == 0);
    REQUIRE(::setenv("MQTTX_TEST_GIVEN", "ours", 1) == 0);
    Pipe output;
    auto child = started(
        {.command = {"sh", "-c", "echo $MQTTX_TEST_KEPT; echo $MQTTX_TEST_GIVEN >&2"},
         .extra_environment = {"MQTTX_TEST_GIVEN=theirs"},
         .out = output.writer.number(),
         .err = output.writer.number()}
    );
    CHECK(child.wait().status == 0);
    CHECK(output.rest() == "kept\ntheirs\n");
}

TEST_CASE("a child starts with default signals, whatever ours are") {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    auto child = started({.command = {"sh", "-c", "kill -PIPE $$; exit 0"}});
    CHECK(child.wait().signal == SIGPIPE);
    std::signal(SIGPIPE, before);
}

TEST_CASE("stopping asks first and kills in the end") {
    auto polite = started({.command = {"sleep", "60"}});
    CHECK(polite.stop(10s).signal == SIGTERM);
    Pipe ready;
    auto stubborn = started(
        {.command = {"sh", "-c", "trap '' TERM; echo ready; exec >&-; while :; do sleep 1; done"},
         .out = ready.writer.number()}
    );
    CHECK(ready.rest() == "ready\n");
    CHECK(stubborn.stop(50ms).signal == SIGKILL);
    CHECK(stubborn.poll().has_value());
}

TEST_CASE("a dropped child is killed and reaped") {
    pid_t id = 0;
    {
        auto child = started({.command = {"sleep", "60"}});
        id = child.id();
        CHECK_FALSE(child.poll().has_value());
    }
    CHECK(::kill(id, 0) == -1);
    CHECK(errno == ESRCH);
}
