// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/alternative_name.hpp"
#include "common/pki/name.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::pki {

namespace {

std::string read(std::string_view text) {
    return to_text(parse_alternative_name(text));
}

std::string fault_of(std::string_view text) {
    try {
        parse_alternative_name(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return error.what();
    }
    return {};
}

bool accepts(Role role, std::string_view name) {
    try {
        require_name(role, name);
        return true;
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return false;
    }
}

} // namespace

TEST_CASE("the type of an alternative name is guessed") {
    CHECK(read("Broker.Example") == "DNS:broker.example");
    CHECK(read("localhost") == "DNS:localhost");
    CHECK(read("*.example.org") == "DNS:*.example.org");
    CHECK(read("10.0.0.1") == "IP:10.0.0.1");
    CHECK(read("2001:DB8::0:1") == "IP:2001:db8::1");
    CHECK(read("::ffff:10.0.0.1") == "IP:::ffff:10.0.0.1");
    CHECK(read("me@Example.org") == "email:me@example.org");
    CHECK(read("spiffe://example.org/sensor") == "URI:spiffe://example.org/sensor");
    CHECK(read("urn:uuid:1234") == "URI:urn:uuid:1234");
}

TEST_CASE("the type of an alternative name may be given, in either case") {
    CHECK(read("dns:a") == "DNS:a");
    CHECK(read("IP:::1") == "IP:::1");
    CHECK(read("Email:a+b@c") == "email:a+b@c");
    CHECK(read("uri:https://a/b?c#d") == "URI:https://a/b?c#d");
}

TEST_CASE("what is no alternative name is refused with the reason") {
    const std::string label(64, 'a');
    CHECK(fault_of("") == "the alternative name '' is empty");
    CHECK(fault_of("a..b") == "the alternative name 'a..b' has an empty label");
    CHECK(fault_of("a.") == "the alternative name 'a.' has an empty label");
    CHECK(fault_of("-a") == "the alternative name '-a' has a label that begins or ends with '-'");
    CHECK_FALSE(fault_of(label).empty());
    CHECK_FALSE(fault_of("DNS:").empty());
    CHECK_FALSE(fault_of("a_b").empty());
    CHECK_FALSE(fault_of("a b").empty());
    CHECK_FALSE(fault_of("b\xC3\xBC"
                         "cher.example")
                    .empty());
    CHECK_FALSE(fault_of("1.2.3").empty());
    CHECK_FALSE(fault_of("256.1.1.1").empty());
    CHECK_FALSE(fault_of("*").empty());
    CHECK_FALSE(fault_of("*.org").empty());
    CHECK_FALSE(fault_of("a.*.org").empty());
    CHECK_FALSE(fault_of("w*.example.org").empty());
    CHECK_FALSE(fault_of("DNS:10.0.0.1").empty());
    CHECK_FALSE(fault_of("IP:broker").empty());
    CHECK_FALSE(fault_of("IP:10.0.0.1/24").empty());
    CHECK_FALSE(fault_of(std::string_view{"10.0.0.1\0x", 10}).empty());
    CHECK_FALSE(fault_of("localhost:8883").empty());
    CHECK_FALSE(fault_of("email:me").empty());
    CHECK_FALSE(fault_of("@a").empty());
    CHECK_FALSE(fault_of("URI:/relative").empty());
    CHECK_FALSE(fault_of("https://a b").empty());
}

TEST_CASE("OpenSSL's own grammar for names means nothing here") {
    for (const std::string_view text :
         {"DNS:good,DNS:evil",
          "otherName:1.2.3;UTF8:x",
          "dirName:section",
          "@section",
          "copy",
          "email:copy,DNS:x",
          "RID:1.2.3",
          "DNS:a\nDNS:b"}) {
        CAPTURE(text);
        if (text == "copy") {
            CHECK(read(text) == "DNS:copy");
        } else {
            CHECK_FALSE(fault_of(text).empty());
        }
    }
}

TEST_CASE("a server keeps its name among the others, localhost brings its addresses") {
    const auto texts = [](const std::vector<AlternativeName>& names) {
        std::string all;
        for (const AlternativeName& name : names) {
            all += cat(to_text(name), ' ');
        }
        return all;
    };
    CHECK(texts(server_names("localhost", {})) == "DNS:localhost IP:127.0.0.1 IP:::1 ");
    CHECK(
        texts(server_names(
            "Broker", {parse_alternative_name("10.0.0.1"), parse_alternative_name("broker")}
        )) == "DNS:broker IP:10.0.0.1 "
    );
    CHECK(texts(server_names("192.0.2.1", {})) == "IP:192.0.2.1 ");
    CHECK_THROWS_AS(server_names("my broker", {}), Error);
    CHECK(texts(client_names("sensor-1", {})) == "DNS:sensor-1 ");
    CHECK(texts(client_names("sensor 1", {})).empty());
    CHECK(texts(client_names("192.0.2.1", {})).empty());
    CHECK(
        texts(client_names("sensor_1", {parse_alternative_name("urn:dev:1")})) == "URI:urn:dev:1 "
    );
}

TEST_CASE("common names are 1 to 64 characters, whatever their bytes") {
    std::string wide;
    for (int count = 0; count < 64; ++count) {
        wide += "\xC3\xBC";
    }
    CHECK(accepts(Role::client, "sensor 1"));
    CHECK(accepts(Role::client, wide));
    CHECK_FALSE(accepts(Role::client, wide + "a"));
    CHECK_FALSE(accepts(Role::client, ""));
    CHECK_FALSE(accepts(Role::client, "a\xFF"));
    CHECK_FALSE(accepts(Role::client, std::string_view{"a\0b", 3}));
    CHECK_FALSE(accepts(Role::client, "a\nb"));
    CHECK_FALSE(accepts(Role::client, cat("a", as_text(from_hex("e280ae").value()), "b"))
    ); // right-to-left override
}

TEST_CASE("names that would mean something to topics, folders or options are refused") {
    for (const std::string_view name : {"a+b", "#", "a/b"}) {
        CHECK_FALSE(accepts(Role::client, name));
    }
    CHECK(accepts(Role::root, "C + #1"));
    for (const Role role : {Role::root, Role::server, Role::client}) {
        for (const std::string_view name : {".", "..", "-rf", "../a", "a/b", "x.chain"}) {
            CAPTURE(name);
            CHECK_FALSE(accepts(role, name));
        }
        CHECK(accepts(role, "a.b"));
        CHECK(accepts(role, "a-b"));
    }
}

} // namespace mqttx::pki
