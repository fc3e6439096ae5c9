// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/pem.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

std::string block(std::string_view label, std::string_view body) {
    std::string text = "-----BEGIN ";
    text.append(label).append("-----\n").append(body).append("\n-----END ").append(label);
    return text + "-----\n";
}

std::string fault_of(std::string_view text) {
    try {
        parse_pem_keys(text, "key.pem");
    } catch (const Error& fault) {
        return fault.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("the keys of RFC 8410 section 10") {
    const auto first =
        block("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");
    const auto keys = parse_pem_keys(first, "key.pem");
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].type == KeyType::ed25519);
    CHECK(write_pem_key(keys[0]).expose_text() == first);

    // With an attribute and the public key behind the private one.
    const auto second = block(
        "PRIVATE KEY",
        "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
        "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"
        "Z9w7lshQhqowtrbLDFw4rXAxZuE="
    );
    CHECK(parse_pem_keys(second, "key.pem").at(0).is_same_key(keys[0]));

    const auto public_half =
        block("PUBLIC KEY", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
    const auto half = parse_pem_keys(public_half, "key.pem");
    CHECK(half.at(0).secret.empty());
    CHECK(half.at(0).public_key == keys[0].public_key);
    CHECK(half.at(0).kid == keys[0].kid);
    CHECK(write_pem_key(half.at(0)).expose_text() == public_half);
}

TEST_CASE("what is written is read again, several at once") {
    const auto one = generate_pair(KeyType::x25519);
    const auto two = generate_pair(KeyType::ed25519);
    std::string text{write_pem_key(one).expose_text()};
    text += "a remark between\n";
    text += write_pem_key(two).expose_text();
    const auto keys = parse_pem_keys(text, "key.pem");
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].secret.equals(one.secret));
    CHECK(keys[1].secret.equals(two.secret));
    CHECK_THROWS_AS(write_pem_key(generate_symmetric(Algorithm::a256gcm)), Error);
}

TEST_CASE("damaged and foreign PEM is refused") {
    CHECK(fault_of("-----BEGIN PRIVATE KEY-----\nMC4").find("no end") != std::string::npos);
    CHECK(fault_of(block("PRIVATE KEY", "M")).find("damaged") != std::string::npos);
    for (const char* body :
         {"",
          "MC4CAQAwBQYDK2VxBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", // Ed448
          "MC4CAQIwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", // version 3
          "MC0CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", // short
          "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCAA=="}) {
        CAPTURE(body);
        CHECK(fault_of(block("PRIVATE KEY", body)).find("no X25519") != std::string::npos);
    }
    CHECK(fault_of(block("CERTIFICATE", "AAAA")).find("'CERTIFICATE'") != std::string::npos);
    CHECK(fault_of(block("ENCRYPTED PRIVATE KEY", "AA==")).find("passphrase") != std::string::npos);
}
