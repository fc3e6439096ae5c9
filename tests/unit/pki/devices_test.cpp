// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/devices.hpp"
#include "common/pki/public_key.hpp"
#include "common/tls/handles.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace mqttx::pki {

namespace {

std::vector<Device> read(std::string_view text) {
    return read_devices(text, "test");
}

std::string fault_in(std::string_view text) {
    const auto devices = read(text);
    REQUIRE(devices.size() == 1);
    return devices.front().fault;
}

Bytes public_key_in(const X509* certificate) {
    std::uint8_t* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    REQUIRE(size > 0);
    Bytes bytes{der, der + size};
    OPENSSL_free(der);
    return bytes;
}

} // namespace

TEST_CASE("a list of devices is read as CSV with its quotes, and as JSON") {
    const auto devices = read("\xEF\xBB\xBFname,san,days,key-type\r\n"
                              "a,a.example 10.0.0.1,30,ed25519\r\n"
                              "\"b, \"\"c\"\"\nd\",,,\r\n"
                              "e,,,");
    REQUIRE(devices.size() == 3);
    CHECK(devices[0].name == "a");
    CHECK(devices[0].names == std::vector<std::string>{"a.example", "10.0.0.1"});
    CHECK(devices[0].days == 30);
    CHECK(devices[0].key_type == KeyType::ed25519);
    CHECK(devices[1].name == "b, \"c\"\nd");
    CHECK(devices[1].row == 3);
    CHECK(devices[2].row == 5);
    CHECK(devices[2].fault.empty());

    CHECK(read("name\na\n").size() == 1);
    CHECK(read("days,name\n7,a\n").front().days == 7);
    CHECK(read("name\n").empty());

    const auto json =
        read(R"([{"name":"a","san":["x","y"],"days":3,"key-type":"p384"},{"name":"b"}])");
    REQUIRE(json.size() == 2);
    CHECK(json[0].names.size() == 2);
    CHECK(json[0].key_type == KeyType::p384);
    CHECK(json[1].row == 2);
}

TEST_CASE("a row that is not right says why, and the others stay") {
    CHECK(fault_in("name,days\n\n") == "is blank");
    CHECK(fault_in("name,days\na\n").find("1 field,") != std::string::npos);
    CHECK(fault_in("name,days\na,0\n").find("'0' days") != std::string::npos);
    CHECK(fault_in("name,days\na,1x\n").find("'1x' days") != std::string::npos);
    CHECK(fault_in("name,days\n,1\n") == "has no name");
    CHECK(fault_in("name,key-type\na,dsa\n").find("'dsa'") != std::string::npos);
    CHECK(fault_in("name\n\"a\n") == "has a quote that is not closed");
    CHECK(fault_in("name\n\"a\"b\n") == "has text behind a closing quote");
    CHECK(fault_in("name\na\"b\n") == "has a quote inside a field without quotes");
    CHECK(fault_in(R"([7])") == "is no object");
    CHECK(fault_in(R"([{"name":7}])").find("'name'") != std::string::npos);
    CHECK(fault_in(R"([{"name":"a","days":-1}])").find("'days'") != std::string::npos);
    CHECK(fault_in(R"([{"name":"a","x":1}])").find("'x'") != std::string::npos);
    const auto twice = read("name\na\nb\na\n");
    CHECK(twice[2].fault == "has the name 'a' a second time");
    CHECK(twice[1].fault.empty());
}

TEST_CASE("what is no list at all is refused") {
    for (const char* text : {"", "a,b\n", "san\nx\n", "name,name\na,b\n", "{}", "[", "\"name\nx"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(static_cast<void>(read(text)), Error);
    }
}

TEST_CASE("the public key in a certificate is the one OpenSSL would put there") {
    for (const KeyType type : {KeyType::p256, KeyType::p384, KeyType::ed25519, KeyType::rsa2048}) {
        const KeyHandle key = generate_key(type);
        const tls::CertificateHandle ours{X509_new()};
        const tls::CertificateHandle theirs{X509_new()};
        set_public_key_bytes(ours.get(), key.get());
        REQUIRE(X509_set_pubkey(theirs.get(), key.get()) == 1);
        CHECK(public_key_in(ours.get()) == public_key_in(theirs.get()));
    }
}

} // namespace mqttx::pki
