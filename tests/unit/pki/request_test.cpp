// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/pki/request.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

namespace mqttx::pki {

namespace {

using tls::test::TemporaryFolder;

const std::time_t now = std::time(nullptr);

} // namespace

TEST_CASE("a request is read as it was made, for every type of key") {
    const std::vector<AlternativeName> names{
        {NameType::dns, "a.example"},
        {NameType::address, "::1"},
        {NameType::email, "me@a.example"}};
    for (const KeyType type : {KeyType::p256, KeyType::p384, KeyType::ed25519, KeyType::rsa2048}) {
        const KeyHandle key = generate_key(type);
        const std::string pem = request_pem("a b", names, key.get());
        const Request request = read_request(as_bytes(pem), "test");
        CHECK(request.common_name == "a b");
        CHECK(request.names == names);
        CHECK(key_pin(request.key.get()) == key_pin(key.get()));
    }
    const KeyHandle key = generate_key(KeyType::p256);
    CHECK(read_request(as_bytes(request_pem("a", {}, key.get())), "test").names.empty());
}

TEST_CASE("a request that was altered, and what is none, is refused") {
    const KeyHandle key = generate_key(KeyType::p256);
    std::string pem = request_pem("a", {}, key.get());
    std::string other = pem;
    const std::size_t at = pem.find('\n') + 40;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    CHECK_THROWS_AS(static_cast<void>(read_request(as_bytes(other), "test")), Error);
    CHECK_THROWS_AS(static_cast<void>(read_request({}, "test")), Error);
    CHECK_THROWS_AS(static_cast<void>(read_request(as_bytes("0\x82"), "test")), Error);
}

TEST_CASE("an intermediate signs with its chain, and only where it may") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_root(store, {.role = Role::root, .common_name = "root CA"}, {}, now);
    CHECK(choose_authority(store, std::nullopt).role == Role::root);
    {
        const Authority root{store, std::nullopt};
        root.make_leaf({.role = Role::intermediate, .common_name = "one"}, {}, now);
    }
    CHECK(choose_authority(store, std::nullopt).name == "one");
    CHECK(choose_authority(store, "root").role == Role::root);
    CHECK_THROWS_AS(static_cast<void>(choose_authority(store, "two")), Error);
    const Authority one{store, std::nullopt};
    const Made made = one.make_leaf({.role = Role::client, .common_name = "c"}, {}, now);
    const Bytes chain = io::read_file(made.files.chain, 65536);
    const auto certificates = read_certificates(chain, "chain");
    REQUIRE(certificates.size() == 2);
    CHECK(facts_of(certificates[1].get()).subject == "CN=one");
    CHECK_THROWS_AS(
        one.make_leaf({.role = Role::intermediate, .common_name = "two"}, {}, now), Error
    );
    const Authority root{store, std::nullopt, Identity{Role::root}};
    root.make_leaf({.role = Role::intermediate, .common_name = "two"}, {}, now);
    CHECK_THROWS_AS(static_cast<void>(choose_authority(store, std::nullopt)), Error);
}

TEST_CASE("a certificate for a request has no key here, and is renewed without it") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_root(store, {.role = Role::root, .common_name = "root CA"}, {}, now);
    const RequestFiles files = make_request(Store{folder / "device"}, "c", {}, {});
    const Request request = read_request(io::read_file(files.request, 65536), "test");
    const Authority root{store, std::nullopt};
    Signing signing;
    signing.cause = Cause::sign;
    signing.order = {.role = Role::client, .common_name = "c"};
    signing.name = "c";
    signing.key = request.key.get();
    const Made made = root.sign(signing, now);
    CHECK_FALSE(io::exists(made.files.key));
    CHECK(made.certificate.pin == key_pin(request.key.get()));
    CHECK_THROWS_AS(root.sign(signing, now), Error);
}

} // namespace mqttx::pki
