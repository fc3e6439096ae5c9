// SPDX-License-Identifier: Apache-2.0
#include "common/io/dial.hpp"

#include "common/base/handle.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace mqttx::io {

namespace {

using AddressList = Handle<addrinfo, &::freeaddrinfo>;
using InterfaceList = Handle<ifaddrs, &::freeifaddrs>;

/// Digits alone: no name service is asked.
AddressList parse(const std::string& digits, const std::string& port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const bool good = ::getaddrinfo(digits.c_str(), port.c_str(), &hints, &found) == 0;
    return AddressList{good ? found : nullptr};
}

std::string digits_of(const sockaddr* address, socklen_t size) {
    std::array<char, NI_MAXHOST> text{};
    const auto room = static_cast<socklen_t>(text.size());
    const bool good =
        ::getnameinfo(address, size, text.data(), room, nullptr, 0, NI_NUMERICHOST) == 0;
    return good ? text.data() : "";
}

std::string source_of(int socket) {
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    auto* const address = reinterpret_cast<sockaddr*>(&own);
    return ::getsockname(socket, address, &size) == 0 ? digits_of(address, size) : "";
}

/// The verdict on a connection under way: 0, or why there is none.
int outcome(int socket, std::chrono::steady_clock::time_point deadline) {
    pollfd polled{socket, POLLOUT, 0};
    int ready = -1;
    do {
        ready = ::poll(&polled, 1, poll_time_until(deadline));
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) {
        return ready == 0 ? ETIMEDOUT : errno;
    }
    int fault = 0;
    socklen_t size = sizeof fault;
    return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 ? fault : errno;
}

} // namespace

int poll_time_until(std::chrono::steady_clock::time_point deadline) noexcept {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now()
    );
    return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 0, 3'600'000));
}

Dialled dial(
    const std::string& address,
    std::uint16_t port,
    const std::string& source,
    std::chrono::steady_clock::time_point deadline
) {
    const auto target = parse(address, std::to_string(port));
    if (!target) {
        return {Descriptor{}, EADDRNOTAVAIL, {}};
    }
    Descriptor socket{::socket(target->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket.is_open()) {
        return {Descriptor{}, errno, {}};
    }
    if (!source.empty()) {
        const auto own = parse(source, "0");
        if (!own || ::bind(socket.number(), own->ai_addr, own->ai_addrlen) != 0) {
            return {Descriptor{}, own ? errno : EADDRNOTAVAIL, {}};
        }
    }
    int fault = 0;
    if (::connect(socket.number(), target->ai_addr, target->ai_addrlen) != 0) {
        fault = errno == EINPROGRESS ? outcome(socket.number(), deadline) : errno;
    }
    auto used = source_of(socket.number());
    return {fault == 0 ? std::move(socket) : Descriptor{}, fault, std::move(used)};
}

std::string interface_of(const std::string& address) {
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) {
        return {};
    }
    const InterfaceList list{all};
    for (const auto* entry = list.get(); entry != nullptr; entry = entry->ifa_next) {
        const int family = entry->ifa_addr == nullptr ? AF_UNSPEC : entry->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) {
            continue;
        }
        const auto size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
        if (digits_of(entry->ifa_addr, static_cast<socklen_t>(size)) == address) {
            return entry->ifa_name;
        }
    }
    return {};
}

std::vector<std::string> interface_names() {
    const Handle<struct if_nameindex, &::if_freenameindex> list{::if_nameindex()};
    std::vector<std::string> names;
    for (const auto* entry = list.get(); entry != nullptr && entry->if_index != 0; ++entry) {
        names.emplace_back(entry->if_name);
    }
    return names;
}

} // namespace mqttx::io
