// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/transport.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace mqttx::app::doctor {

namespace {

using Clock = std::chrono::steady_clock;

std::string list_of(const std::vector<mqtt::Address>& addresses) {
    std::string text;
    for (const auto& address : addresses) {
        text += cat(text.empty() ? "" : ", ", address.digits);
    }
    return text;
}

std::string way_out(int error_number) {
    switch (error_number) {
    case ECONNREFUSED:
        return "start the broker, or give its port with --port";
    case ETIMEDOUT:
        return "let the firewall pass the port, or give another with --port";
    case EADDRNOTAVAIL:
        return "give an address of this machine with --bind";
    default:
        return "check the route with 'ip route get ADDRESS'";
    }
}

Finding judge_interface(const Reached& reached) {
    const auto& source = reached.dialled.source;
    const auto interface = source.empty() ? std::string{} : io::interface_of(source);
    if (interface.empty()) {
        return {
            "route",
            "interface",
            Outcome::fail,
            cat("no interface leads to ", reached.address),
            way_out(reached.dialled.error_number)};
    }
    return {"route", "interface", Outcome::ok, cat(reached.address, " is reached by ", interface)};
}

} // namespace

Lookup look_up(const mqtt::ConnectOptions& options) {
    mqtt::Resolver resolver;
    resolver.start(options.host);
    const auto deadline = Clock::now() + options.patience.connect;
    while (!resolver.is_done()) {
        pollfd polled{resolver.descriptor(), POLLIN, 0};
        if (::poll(&polled, 1, io::poll_time_until(deadline)) == 0) {
            return {{}, cat("no answer within ", in_seconds(options.patience.connect))};
        }
    }
    auto addresses = resolver.addresses();
    return {addresses, addresses.empty() ? resolver.fault() : std::string{}};
}

Findings judge_name(const std::string& host, const Lookup& lookup) {
    if (lookup.addresses.empty()) {
        return {
            {"name",
             "resolves",
             Outcome::fail,
             cat("host ", in_quotes(host), " has no address: ", lookup.fault),
             "correct --host, or look at the name service with 'getent hosts NAME'"},
            {"name", "scope", Outcome::untested, "there is no address"}};
    }
    const auto& all = lookup.addresses;
    const bool digits = all.size() == 1 && all.front().digits == host;
    const auto is_loopback = [](const mqtt::Address& address) { return address.loopback; };
    const bool loopback = std::all_of(all.begin(), all.end(), is_loopback);
    const bool mixed = !loopback && std::any_of(all.begin(), all.end(), is_loopback);
    Findings findings{
        {"name",
         "resolves",
         Outcome::ok,
         digits ? cat(host, " is an address: no name service is asked")
                : cat(in_quotes(host), " is ", list_of(all))}};
    if (mixed) {
        findings.push_back(
            {"name",
             "scope",
             Outcome::warn,
             cat(in_quotes(host), " is this machine and another one: ", list_of(all)),
             "correct its entries in /etc/hosts or the name service"}
        );
    } else {
        findings.push_back(
            {"name",
             "scope",
             Outcome::ok,
             loopback ? "this machine: nothing leaves it"
                      : "another machine: everything without TLS can be read on the way"}
        );
    }
    return findings;
}

io::Dialled dial_again(const mqtt::ConnectOptions& options, const std::string& address) {
    return io::dial(
        address,
        static_cast<std::uint16_t>(options.port),
        options.bind_address,
        Clock::now() + options.patience.connect
    );
}

std::vector<Reached>
reach(const mqtt::ConnectOptions& options, const std::vector<mqtt::Address>& addresses) {
    std::vector<Reached> tried;
    for (const auto& address : addresses) {
        tried.push_back({address.digits, dial_again(options, address.digits)});
        if (tried.back().dialled.socket.is_open()) {
            break;
        }
    }
    return tried;
}

Findings judge_transport(const mqtt::ConnectOptions& options, const std::vector<Reached>& tried) {
    const auto& last = tried.back();
    const bool stands = last.dialled.socket.is_open();
    Findings findings{judge_interface(last)};
    findings.push_back(
        last.dialled.source.empty()
            ? Finding{"route", "source", Outcome::untested, "the kernel chose no address of ours"}
            : Finding{"route", "source", Outcome::ok, cat("from ", last.dialled.source)}
    );
    const auto where = mqtt::broker_name(options);
    if (!stands) {
        findings.push_back(
            {"tcp",
             "connect",
             Outcome::fail,
             cat(where, ": ", system_error_text(last.dialled.error_number)),
             way_out(last.dialled.error_number)}
        );
    } else if (tried.size() > 1) {
        const auto& first = tried.front();
        findings.push_back(
            {"tcp",
             "connect",
             Outcome::warn,
             cat(where,
                 " answers at ",
                 last.address,
                 ", but not at ",
                 first.address,
                 ": ",
                 system_error_text(first.dialled.error_number)),
             "let the broker listen on every address of its name, or take the dead one out of it"}
        );
    } else {
        findings.push_back({"tcp", "connect", Outcome::ok, cat(where, " accepts connections")});
    }
    return findings;
}

Findings transport_untested(const std::string& reason) {
    return {
        {"route", "interface", Outcome::untested, reason},
        {"route", "source", Outcome::untested, reason},
        {"tcp", "connect", Outcome::untested, reason}};
}

} // namespace mqttx::app::doctor
