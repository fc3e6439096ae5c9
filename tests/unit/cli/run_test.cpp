// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declare.hpp"
#include "common/cli/run.hpp"
#include "common/io/output.hpp"
#include "tests/unit/cli/process.hpp"

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <new>
#include <ostream>
#include <stdexcept>

using namespace mqttx;
using namespace mqttx::cli;

namespace {

template <auto kind> Runner fails(Declaration&) {
    return [](Context&) -> ExitCode { throw Error{kind, "it failed", "try again"}; };
}

template <typename Exception> Runner breaks(Declaration&) {
    return [](Context&) -> ExitCode { throw Exception{}; };
}

struct Surprise : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "surprise"; }
};

struct Interruption : Interrupted {
    Interruption() : Interrupted{SIGTERM} {}
};

Runner fails_behind_a_signal(Declaration&) {
    return [](Context& context) -> ExitCode {
        context.signal = SIGTERM;
        throw Error{ErrorKind::local, "it failed"};
    };
}

Runner counts(Declaration& options) {
    auto number = std::make_shared<int>();
    options.number("-n,--number", *number, 0, 9, "N", "count");
    return [number](Context& context) {
        io::Output out{context.streams.out};
        out.write(std::to_string(*number));
        out.flush();
        return *number == 9 ? ExitCode::answer : ExitCode::ok;
    };
}

constexpr std::array verbs{
    Command{.name = "one", .summary = "count", .declare = counts},
    Command{.name = "denied", .summary = "fail", .declare = fails<ErrorKind::denied>},
};

constexpr std::array table{
    Command{.name = "count", .summary = "count", .declare = counts},
    Command{.name = "group", .summary = "verbs", .verbs = verbs},
    Command{.name = "usual", .summary = "verbs", .verbs = verbs, .default_verb = "one"},
    Command{.name = "usage", .summary = "fail", .declare = fails<ErrorKind::usage>},
    Command{.name = "local", .summary = "fail", .declare = fails<ErrorKind::local>},
    Command{.name = "timeout", .summary = "fail", .declare = fails<ErrorKind::timeout>},
    Command{.name = "surprise", .summary = "break", .declare = breaks<Surprise>},
    Command{.name = "memory", .summary = "break", .declare = breaks<std::bad_alloc>},
    Command{.name = "pipe", .summary = "break", .declare = breaks<io::ClosedPipe>},
    Command{.name = "signal", .summary = "break", .declare = breaks<Interruption>},
    Command{.name = "farewell", .summary = "fail", .declare = fails_behind_a_signal},
    Command{.name = "secret", .summary = "x", .declare = counts, .hidden = true},
};

struct Ran {
    Outcome outcome;
    std::string printed;
    std::string said;
};

Ran ran(const std::vector<std::string>& words) {
    Process process;
    const auto outcome = run(words, process.streams, table);
    return {outcome, process.printed(), process.said()};
}

} // namespace

TEST_CASE("a command's exit code is the program's") {
    CHECK(ran({"count", "-n", "3"}).printed == "3");
    CHECK(ran({"count", "-n", "3"}).outcome.code == 0);
    CHECK(ran({"count", "-n", "9"}).outcome.code == 1);
    CHECK(ran({"secret"}).outcome.code == 0);
}

TEST_CASE("each class of fault has its exit code and one line") {
    CHECK(ran({"usage"}).outcome.code == 2);
    CHECK(ran({"local"}).outcome.code == 3);
    CHECK(ran({"group", "denied"}).outcome.code == 7);
    CHECK(ran({"timeout"}).outcome.code == 27);
    CHECK(ran({"local"}).said == "mqttx: error: it failed\nmqttx: hint: try again\n");
    CHECK(ran({"count", "-n", "x"}).outcome.code == 2);
}

TEST_CASE("what nobody expected is still one line and one code") {
    const auto surprise = ran({"surprise"});
    CHECK(surprise.outcome.code == 3);
    CHECK(
        surprise.said == "mqttx: error: unexpected: surprise\n"
                         "mqttx: hint: this is a defect of the program: please report it\n"
    );
    CHECK(ran({"memory"}).said == "mqttx: error: out of memory\n");
    CHECK(ran({"memory"}).outcome.code == 3);
}

TEST_CASE("a closed pipe and a signal end quietly by the signal") {
    const auto pipe = ran({"pipe"});
    CHECK(pipe.outcome.code == 128 + SIGPIPE);
    CHECK(pipe.outcome.signal == SIGPIPE);
    CHECK(pipe.said.empty());
    const auto signal = ran({"signal"});
    CHECK(signal.outcome.code == 128 + SIGTERM);
    CHECK(signal.outcome.signal == SIGTERM);
    CHECK(signal.said.empty());
    const auto farewell = ran({"farewell"});
    CHECK(farewell.outcome.signal == SIGTERM);
    CHECK(farewell.said == "mqttx: error: it failed\n");
}

TEST_CASE("a group wants a verb, unless it has a usual one") {
    const auto group = ran({"group"});
    CHECK(group.outcome.code == 2);
    CHECK(group.printed.empty());
    CHECK(group.said.find("usage: mqttx group VERB") != std::string::npos);
    CHECK(ran({"group", "--help"}).outcome.code == 0);
    CHECK(ran({"group", "-h"}).printed == ran({"group", "--help"}).printed);
    CHECK(ran({"group", "-n", "3"}).outcome.code == 2);
    CHECK(ran({"usual", "-n", "3"}).printed == "3");
    CHECK(ran({"usual"}).printed == "0");
    CHECK(ran({"usual", "one", "-n", "4"}).printed == "4");
}

TEST_CASE("an unknown word is answered with what was probably meant") {
    CHECK(
        ran({"cuont"}).said == "mqttx: error: unknown command 'cuont'\n"
                               "mqttx: hint: did you mean 'count'?\n"
    );
    CHECK(
        ran({"group", "tow"}).said == "mqttx: error: unknown verb 'tow' of group\n"
                                      "mqttx: hint: mqttx group --help lists the verbs\n"
    );
    CHECK(ran({"secrt"}).said.find("secret") == std::string::npos);
    CHECK(ran({"cuont"}).outcome.code == 2);
}

TEST_CASE("help names what is listed and no more") {
    const auto help = ran({"--help"});
    CHECK(help.outcome.code == 0);
    CHECK(help.printed.find("  count ") != std::string::npos);
    CHECK(help.printed.find("  completion ") != std::string::npos);
    CHECK(help.printed.find("secret") == std::string::npos);
    CHECK(help.printed.find("__complete") == std::string::npos);
    CHECK(ran({}).outcome.code == 2);
    CHECK(ran({}).said == help.printed);
    CHECK(ran({"help", "count"}).printed == ran({"count", "--help"}).printed);
    CHECK(ran({"help", "group", "one"}).printed == ran({"group", "one", "--help"}).printed);
    CHECK(ran({"help"}).printed == help.printed);
    CHECK(ran({"help", "nonsense"}).outcome.code == 2);
}
