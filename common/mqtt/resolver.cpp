// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/resolver.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cctype>
#include <csignal>
#include <utility>

namespace mqttx::mqtt {

/// Freed by whoever leaves last: the resolver or the notification.
struct Resolver::Lookup {
    std::string host;
    addrinfo hints{};
    gaicb request{};
    int event = -1;
    std::atomic<int> owners{2};

    void release() noexcept {
        if (--owners == 0) {
            if (request.ar_result != nullptr) {
                ::freeaddrinfo(request.ar_result);
            }
            ::close(event);
            delete this;
        }
    }

    static void notify(sigval value) noexcept {
        auto* const lookup = static_cast<Lookup*>(value.sival_ptr);
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(lookup->event, &one, sizeof one);
        lookup->release();
    }
};

namespace {

bool is_loopback(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        const auto* const ipv4 = reinterpret_cast<const sockaddr_in*>(address);
        return (ntohl(ipv4->sin_addr.s_addr) >> 24U) == 127;
    }
    return address->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr) != 0;
}

std::vector<Address> addresses_of(const addrinfo* list) {
    std::vector<Address> addresses;
    for (; list != nullptr; list = list->ai_next) {
        std::array<char, NI_MAXHOST> digits{};
        const int fault = ::getnameinfo(
            list->ai_addr,
            list->ai_addrlen,
            digits.data(),
            digits.size(),
            nullptr,
            0,
            NI_NUMERICHOST
        );
        if (fault == 0) {
            addresses.push_back({digits.data(), is_loopback(list->ai_addr)});
        }
    }
    return addresses;
}

/// What needs no name service: an address in digits, and localhost (RFC 6761 section 6.3).
std::vector<Address> known_addresses(const std::string& host) {
    if (host == "localhost") {
        return {{"127.0.0.1", true}, {"::1", true}};
    }

    sockaddr_in ipv4{};
    sockaddr_in6 ipv6{};
    if (::inet_pton(AF_INET, host.c_str(), &ipv4.sin_addr) == 1) {
        ipv4.sin_family = AF_INET;
        return {{host, is_loopback(reinterpret_cast<const sockaddr*>(&ipv4))}};
    }
    if (::inet_pton(AF_INET6, host.c_str(), &ipv6.sin6_addr) == 1) {
        ipv6.sin6_family = AF_INET6;
        return {{host, is_loopback(reinterpret_cast<const sockaddr*>(&ipv6))}};
    }
    return {};
}

} // namespace

Resolver::~Resolver() {
    if (lookup_ != nullptr) {
        ::gai_cancel(&lookup_->request);
        lookup_->release();
    }
}

void Resolver::start(const std::string& host) {
    fault_ = 0;
    known_ = known_addresses(host);
    if (lookup_ != nullptr) {
        ::gai_cancel(&lookup_->request);
        std::exchange(lookup_, nullptr)->release();
    }
    if (!known_.empty()) {
        return;
    }
    lookup_ = new Lookup;
    lookup_->host = host;
    lookup_->hints.ai_socktype = SOCK_STREAM;
    lookup_->hints.ai_flags = AI_ADDRCONFIG;
    lookup_->request.ar_name = lookup_->host.c_str();
    lookup_->request.ar_request = &lookup_->hints;
    lookup_->event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD;
    event.sigev_value.sival_ptr = lookup_;
    event.sigev_notify_function = [](sigval value) { Lookup::notify(value); };
    gaicb* list[] = {&lookup_->request};
    fault_ = ::getaddrinfo_a(GAI_NOWAIT, list, 1, &event);
    if (fault_ != 0) {
        lookup_->release(); // on behalf of the notification that will not come
    }
}

bool Resolver::is_done() const noexcept {
    return !known_.empty() || fault_ != 0 ||
           (lookup_ != nullptr && ::gai_error(&lookup_->request) != EAI_INPROGRESS);
}

int Resolver::descriptor() const noexcept {
    return known_.empty() && lookup_ != nullptr ? lookup_->event : -1;
}

std::vector<Address> Resolver::addresses() const {
    const bool found = known_.empty() && fault_ == 0 && ::gai_error(&lookup_->request) == 0;
    return found ? addresses_of(lookup_->request.ar_result) : known_;
}

std::string Resolver::fault() const {
    const int fault = fault_ != 0 ? fault_ : ::gai_error(&lookup_->request);
    std::string text = fault == 0 ? "it has no address" : ::gai_strerror(fault);
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

} // namespace mqttx::mqtt
