// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/route.hpp"

#include "common/base/error.hpp"
#include "common/base/handle.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

namespace mqttx::mqtt {

namespace {

/// An IPv4 or IPv6 address as the kernel has it.
struct Octets {
    int family = AF_UNSPEC;
    std::array<std::uint8_t, sizeof(in6_addr)> bytes{};

    [[nodiscard]] std::size_t size() const {
        return family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr);
    }

    [[nodiscard]] bool is_link_local() const {
        return family == AF_INET6 && bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;
    }
};

std::optional<Octets> parse(const std::string& digits) {
    for (const int family : {AF_INET, AF_INET6}) {
        Octets address{family, {}};
        if (::inet_pton(family, digits.c_str(), address.bytes.data()) == 1) {
            return address;
        }
    }
    return std::nullopt;
}

std::string digits_of(const Octets& address) {
    std::array<char, INET6_ADDRSTRLEN> digits{};
    ::inet_ntop(address.family, address.bytes.data(), digits.data(), digits.size());
    return digits.data();
}

Octets octets_of(const sockaddr* address) {
    Octets octets{address->sa_family, {}};
    if (address->sa_family == AF_INET) {
        const auto* const ipv4 = reinterpret_cast<const sockaddr_in*>(address);
        std::memcpy(octets.bytes.data(), &ipv4->sin_addr, sizeof ipv4->sin_addr);
    } else {
        const auto* const ipv6 = reinterpret_cast<const sockaddr_in6*>(address);
        std::memcpy(octets.bytes.data(), &ipv6->sin6_addr, sizeof ipv6->sin6_addr);
    }
    return octets;
}

/// The interface's first address of the peer's family and reach, or none.
std::optional<Octets> own_address(const std::string& interface, const Octets& peer) {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return std::nullopt;
    }
    const Handle<ifaddrs, &::freeifaddrs> owner{list};
    for (; list != nullptr; list = list->ifa_next) {
        if (list->ifa_addr == nullptr || list->ifa_addr->sa_family != peer.family ||
            interface != list->ifa_name) {
            continue;
        }
        const auto address = octets_of(list->ifa_addr);
        if (address.is_link_local() == peer.is_link_local()) {
            return address;
        }
    }
    return std::nullopt;
}

struct Question {
    nlmsghdr header{};
    rtmsg route{};
    std::array<std::uint8_t, 64> attributes{};

    void add(std::uint16_t type, const Octets& address) {
        const rtattr attribute{static_cast<std::uint16_t>(RTA_LENGTH(address.size())), type};
        const auto at = header.nlmsg_len - sizeof header - sizeof route;
        std::memcpy(attributes.data() + at, &attribute, sizeof attribute);
        std::memcpy(
            attributes.data() + at + sizeof attribute, address.bytes.data(), address.size()
        );
        header.nlmsg_len += static_cast<std::uint32_t>(RTA_ALIGN(attribute.rta_len));
    }
};

Question ask(const Octets& from, const Octets& peer) {
    Question question;
    question.header.nlmsg_len = sizeof question.header + sizeof question.route;
    question.header.nlmsg_type = RTM_GETROUTE;
    question.header.nlmsg_flags = NLM_F_REQUEST;
    question.route.rtm_family = static_cast<std::uint8_t>(peer.family);
    question.route.rtm_dst_len = static_cast<std::uint8_t>(peer.size() * 8);
    question.route.rtm_src_len = static_cast<std::uint8_t>(from.size() * 8);
    question.add(RTA_DST, peer);
    question.add(RTA_SRC, from);
    return question;
}

/// The number of the interface in the kernel's answer; a negative errno value for an error.
int interface_in(std::span<const std::uint8_t> answer) {
    nlmsghdr header{};
    if (answer.size() < sizeof header + sizeof(rtmsg)) {
        return -EBADMSG;
    }
    std::memcpy(&header, answer.data(), sizeof header);
    answer = answer.subspan(sizeof header);
    if (header.nlmsg_type == NLMSG_ERROR) {
        int code = 0;
        std::memcpy(&code, answer.data(), sizeof code);
        return code;
    }
    answer = answer.subspan(sizeof(rtmsg));
    rtattr attribute{};
    while (answer.size() >= sizeof attribute) {
        std::memcpy(&attribute, answer.data(), sizeof attribute);
        int number = 0;
        if (attribute.rta_type == RTA_OIF && attribute.rta_len == RTA_LENGTH(sizeof number) &&
            answer.size() >= attribute.rta_len) {
            std::memcpy(&number, answer.data() + sizeof attribute, sizeof number);
            return number;
        }
        const std::size_t step = RTA_ALIGN(attribute.rta_len);
        if (step < sizeof attribute || step > answer.size()) {
            break;
        }
        answer = answer.subspan(step);
    }
    return -EBADMSG;
}

/// The interface by which packets leave, or a negative errno value. The kernel answers at once.
int leaving_interface(const Octets& from, const Octets& peer) {
    const io::Descriptor socket{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)};
    const auto question = ask(from, peer);
    if (!socket.is_open() || ::send(socket.number(), &question, question.header.nlmsg_len, 0) < 0) {
        return -errno;
    }
    std::array<std::uint8_t, 4096> answer{};
    const auto size = ::recv(socket.number(), answer.data(), answer.size(), 0);
    return size < 0 ? -errno
                    : interface_in(std::span{answer}.first(static_cast<std::size_t>(size)));
}

} // namespace

Route route_by(const std::string& interface, const std::string& peer) {
    const auto peer_octets = parse(peer);
    const int wanted = static_cast<int>(::if_nametoindex(interface.c_str()));
    if (wanted == 0) {
        return {{}, cat("there is no interface ", in_quotes(interface))};
    }
    const auto source = peer_octets ? own_address(interface, *peer_octets) : std::nullopt;
    if (!source) {
        const bool ipv6 = peer_octets && peer_octets->family == AF_INET6;
        return {
            {},
            cat("the interface ",
                in_quotes(interface),
                " has no IPv",
                ipv6 ? '6' : '4',
                " address, and the way is to ",
                peer)};
    }
    const int leaving = leaving_interface(*source, *peer_octets);
    if (leaving < 0) {
        return {
            {},
            cat("there is no route to ",
                peer,
                " by the interface ",
                in_quotes(interface),
                ": ",
                system_error_text(-leaving))};
    }
    if (leaving != wanted) {
        std::array<char, IF_NAMESIZE> name{};
        const bool known = ::if_indextoname(static_cast<unsigned>(leaving), name.data()) != nullptr;
        return {
            {},
            cat("the route to ",
                peer,
                " leaves by ",
                known ? in_quotes(name.data()) : cat("interface ", leaving),
                ", not by ",
                in_quotes(interface))};
    }
    return {digits_of(*source), {}};
}

bool keep_to_interface(int socket, const std::string& interface) noexcept {
    return ::setsockopt(
               socket,
               SOL_SOCKET,
               SO_BINDTODEVICE,
               interface.c_str(),
               static_cast<socklen_t>(interface.size() + 1)
           ) == 0;
}

} // namespace mqttx::mqtt
