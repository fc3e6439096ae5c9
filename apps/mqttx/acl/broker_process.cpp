// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/broker_process.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>

extern "C" { // glibc 2.36 forgets to say so
#include <sys/pidfd.h>
}

namespace mqttx::app {

namespace {

pid_t process_id(const std::string& pid_file) {
    constexpr std::size_t longest_pid_file = 64;
    constexpr std::int64_t largest = 0x7FFFFFFF;
    const auto content = io::read_file(pid_file, longest_pid_file);
    const auto text = as_text(content);
    const auto end = text.find_last_not_of(" \t\r\n");
    const auto number =
        cli::parse_integer(text.substr(0, end == std::string_view::npos ? 0 : end + 1));
    if (!number || *number < 2 || *number > largest) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(pid_file), " holds no process id"),
            "it is the file that pid_file in mosquitto.conf names"};
    }
    return static_cast<pid_t>(*number);
}

} // namespace

BrokerProcess::BrokerProcess(const std::string& pid_file)
    : pid_file_{pid_file}, id_{process_id(pid_file)}, process_{::pidfd_open(id_, 0)} {
    if (!process_.is_open()) {
        fail(errno);
    }
    send(0);
    require_mosquitto();
}

void BrokerProcess::fail(int error_number) const {
    throw Error{
        ErrorKind::local,
        cat("cannot signal process ",
            id_,
            " of ",
            in_quotes(pid_file_),
            ": ",
            system_error_text(error_number)),
        error_number == ESRCH   ? "the broker is not running, or the file is an old one"
        : error_number == EPERM ? "run this as root or as the user of the broker"
                                : ""};
}

/// An old pid file may name any process by now, and most end by SIGHUP.
void BrokerProcess::require_mosquitto() const {
    constexpr std::size_t longest_name = 64;
    const auto content = io::read_file(cat("/proc/", id_, "/comm"), longest_name);
    auto name = as_text(content);
    name = name.substr(0, name.find('\n'));
    if (!is_running()) {
        fail(ESRCH);
    }
    if (name != "mosquitto") {
        throw Error{
            ErrorKind::local,
            cat("process ",
                id_,
                " of ",
                in_quotes(pid_file_),
                " is no mosquitto but ",
                in_quotes(name)),
            "it is the file that pid_file in mosquitto.conf names; is it an old one?"};
    }
}

void BrokerProcess::reload() const {
    send(SIGHUP);
}

bool BrokerProcess::has_pending_reload() const {
    constexpr std::size_t longest_status = 65'536;
    constexpr std::string_view pending = "\nShdPnd:\t";
    const auto content = io::read_file(cat("/proc/", id_, "/status"), longest_status);
    const auto text = as_text(content);
    const auto at = text.find(pending);
    std::uint64_t signals = 0;
    if (at != std::string_view::npos) {
        const auto digits = text.substr(at + pending.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), signals, 16);
    }
    return ((signals >> (SIGHUP - 1)) & 1U) != 0;
}

bool BrokerProcess::is_running() const {
    pollfd process{process_.number(), POLLIN, 0};
    return ::poll(&process, 1, 0) == 0;
}

void BrokerProcess::send(int signal) const {
    if (::pidfd_send_signal(process_.number(), signal, nullptr, 0) != 0) {
        fail(errno);
    }
}

} // namespace mqttx::app
