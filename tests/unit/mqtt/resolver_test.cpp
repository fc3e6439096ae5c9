// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/resolver.hpp"

#include <doctest/doctest.h>

#include <poll.h>

#include <algorithm>
#include <ostream>

namespace mqttx::mqtt {

namespace {

bool finishes(const Resolver& resolver) {
    pollfd polled{resolver.descriptor(), POLLIN, 0};
    return resolver.is_done() || (::poll(&polled, 1, 30'000) == 1 && resolver.is_done());
}

} // namespace

TEST_CASE("an address in digits is its own answer, at once") {
    Resolver resolver;
    for (const auto& [digits, loopback] :
         {std::pair{"127.0.0.1", true},
          std::pair{"127.255.1.2", true},
          std::pair{"192.0.2.1", false},
          std::pair{"::1", true},
          std::pair{"2001:db8::1", false}}) {
        CAPTURE(digits);
        resolver.start(digits);
        REQUIRE(resolver.is_done());
        CHECK(resolver.descriptor() == -1);
        REQUIRE(resolver.addresses().size() == 1);
        CHECK(resolver.addresses()[0].digits == digits);
        CHECK(resolver.addresses()[0].loopback == loopback);
    }
}

TEST_CASE("localhost needs no name service") {
    Resolver resolver;
    resolver.start("localhost");
    REQUIRE(resolver.is_done());
    CHECK(resolver.addresses().size() == 2);
}

TEST_CASE("a name has addresses, in digits") {
    Resolver resolver;
    resolver.start("127.1"); // a name to us; the C library asks nobody about it
    CHECK(resolver.descriptor() >= 0);
    REQUIRE(finishes(resolver));
    REQUIRE(resolver.addresses().size() == 1);
    CHECK(resolver.addresses()[0].digits == "127.0.0.1");
    CHECK(resolver.addresses()[0].loopback);
}

TEST_CASE("a name that cannot be looked up has a fault in words") {
    Resolver resolver;
    resolver.start(std::string(300, 'x')); // longer than a name may be: no name service is asked
    REQUIRE(finishes(resolver));
    CHECK(resolver.addresses().empty());
    const auto fault = resolver.fault();
    REQUIRE_FALSE(fault.empty());
    CHECK(std::islower(static_cast<unsigned char>(fault[0])) != 0);
}

TEST_CASE("a lookup that is given up, or begun anew, leaves nothing behind") {
    for (int times = 0; times < 50; ++times) {
        Resolver resolver;
        resolver.start("127.1");
        resolver.start("127.1");
        if (times % 2 == 0) {
            CHECK(finishes(resolver));
            resolver.start("127.0.0.1");
            CHECK(resolver.is_done());
        }
    }
}

} // namespace mqttx::mqtt
