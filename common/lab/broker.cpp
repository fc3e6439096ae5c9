// SPDX-License-Identifier: Apache-2.0
#include "common/lab/broker.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/lab/ports.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace mqttx::lab {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t largest_log = 1 << 20;

std::string log_text(const std::string& log) {
    if (!io::exists(log)) {
        return {};
    }
    return io::read_text(log, largest_log);
}

[[noreturn]] void fail(std::string_view what, const BrokerOrder& order) {
    const auto words = words_of_log(order.log);
    throw Error{
        ErrorKind::local,
        cat("the broker ", order.program, ' ', what, words.empty() ? "" : ": ", words)};
}

/// A listener accepts before its certificate is loaded: the log tells when all of it went well.
bool is_ready(const BrokerOrder& order) {
    return log_text(order.log).find(" running") != std::string::npos &&
           std::ranges::all_of(order.ports, accepts_connections);
}

io::Child launch(const BrokerOrder& order) {
    const io::Descriptor nothing{::open("/dev/null", O_RDWR | O_CLOEXEC)};
    auto started = io::Child::start(
        {.command = {order.program, "-c", order.configuration},
         .in = nothing.number(),
         .out = nothing.number(),
         .err = nothing.number(),
         .in_background = true,
         .must_not_outlive = true}
    );
    if (!started.child) {
        throw Error{
            ErrorKind::local,
            cat("cannot run ",
                in_quotes(order.program),
                ": ",
                system_error_text(started.error_number)),
            "--broker PATH names another mosquitto"};
    }
    return std::move(*started.child);
}

} // namespace

BrokerStart Broker::start(const BrokerOrder& order) {
    // Somebody else's listener would look like a broker that is ready.
    if (std::ranges::any_of(order.ports, accepts_connections)) {
        return {};
    }
    Broker broker{launch(order)};
    const auto deadline = std::chrono::steady_clock::now() + order.patience;
    while (broker.is_running()) {
        if (is_ready(order)) {
            return {.broker = std::move(broker)};
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            broker.stop();
            fail(cat("was not ready within ", order.patience.count() / 1000, " s"), order);
        }
        std::this_thread::sleep_for(2ms);
    }
    if (log_text(order.log).find("Address already in use") != std::string::npos) {
        return {};
    }
    fail("ended at once", order);
}

void Broker::stop() noexcept {
    process_.stop(5s);
}

std::string find_broker(const std::optional<std::string>& wanted, std::string_view search_path) {
    if (wanted) {
        return *wanted;
    }
    // Debian keeps it where an ordinary user's PATH does not look.
    auto folders = cat(search_path, ":/usr/sbin:/usr/local/sbin");
    for (std::string_view rest = folders; !rest.empty();) {
        const auto end = std::min(rest.find(':'), rest.size());
        auto program = cat(rest.substr(0, end), "/mosquitto");
        if (end > 0 && ::access(program.c_str(), X_OK) == 0) {
            return program;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    throw Error{
        ErrorKind::local,
        "no broker: mosquitto is neither in PATH nor in /usr/sbin",
        "apt-get install mosquitto, or --broker PATH"};
}

std::string words_of_log(const std::string& log) {
    auto text = log_text(log);
    text.erase(text.find_last_not_of('\n') + 1);
    const auto fault = text.find("Error:");
    const auto last_line = text.rfind('\n') + 1; // npos + 1: the only line
    text.erase(0, fault != std::string::npos ? fault : last_line);
    return text.substr(0, text.find('\n'));
}

} // namespace mqttx::lab
