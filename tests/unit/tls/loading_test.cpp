// SPDX-License-Identifier: Apache-2.0
#include "common/tls/pem.hpp"
#include "common/tls/pin.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>
#include <openssl/pem.h>

#include <ostream>

namespace mqttx::tls::test {

namespace {

/// What the call throws, or nothing.
std::string fault_of(const std::function<void()>& call, ErrorKind kind = ErrorKind::local) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.kind() == kind);
        return error.what();
    }
    return {};
}

std::string text_of(const Secret& secret) {
    return std::string{secret.expose_text()};
}

/// The older form ("BEGIN EC PRIVATE KEY"), encrypted with AES as `openssl ec -aes128` does.
std::string legacy_encrypted(const EVP_PKEY* key, std::string_view passphrase) {
    const Handle<BIO, &BIO_free_all> out{BIO_new(BIO_s_mem())};
    PEM_write_bio_PrivateKey_traditional(
        out.get(),
        key,
        EVP_aes_128_cbc(),
        reinterpret_cast<const unsigned char*>(passphrase.data()),
        static_cast<int>(passphrase.size()),
        nullptr,
        nullptr
    );
    char* start = nullptr;
    const long size = BIO_get_mem_data(out.get(), &start);
    return {start, static_cast<std::size_t>(size)};
}

} // namespace

TEST_CASE("a file that holds no certificate is told by what it holds") {
    const auto fault = [](std::string_view text) {
        return fault_of([&] { read_certificates(as_bytes(text), "f"); });
    };
    const pki::KeyHandle key = pki::generate_key(pki::KeyType::p256);
    CHECK(fault("") == "'f' is empty: a certificate was expected");
    CHECK(fault("hello") == "'f' is not PEM: a certificate was expected");
    CHECK(fault("\x30\x82\x01\x02\x30\x82") == "'f' is not PEM (it looks like DER)");
    CHECK(
        fault(text_of(pki::private_key_pem(key.get(), std::nullopt))) ==
        "'f' holds a private key, not a certificate"
    );
    CHECK(fault("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
              .starts_with("certificate 1 in 'f' is damaged: "));
    CHECK(fault("-----BEGIN CERTIFICATE-----\nAAAA\n").starts_with("'f' is damaged after 0 PEM"));
}

TEST_CASE("keys are read in either form, with the right passphrase alone") {
    const pki::KeyHandle key = pki::generate_key(pki::KeyType::p256);
    const std::optional<Secret> right{Secret{as_bytes("correct horse")}};
    const std::optional<Secret> wrong{Secret{as_bytes("incorrect horse")}};
    const std::string modern = text_of(pki::private_key_pem(key.get(), right));
    const std::string legacy = legacy_encrypted(key.get(), "correct horse");
    CHECK(modern.find("ENCRYPTED PRIVATE KEY") != std::string::npos);
    CHECK(legacy.find("Proc-Type: 4,ENCRYPTED") != std::string::npos);
    for (const std::string& pem : {modern, legacy}) {
        const auto fault = [&](const std::optional<Secret>& password) {
            return fault_of([&] { read_private_key(as_bytes(pem), password, "k"); });
        };
        const KeyHandle read = read_private_key(as_bytes(pem), right, "k");
        CHECK(EVP_PKEY_eq(read.get(), key.get()) == 1);
        CHECK(fault(std::nullopt) == "the private key 'k' is encrypted");
        CHECK(fault(wrong) == "the passphrase given for the private key 'k' is wrong");
    }
}

TEST_CASE("a file that holds no private key is told by what it holds") {
    const TestCa ca;
    const auto fault = [](std::string_view text) {
        return fault_of([&] { read_private_key(as_bytes(text), std::nullopt, "k"); });
    };
    CHECK(
        fault(pki::certificate_pem(ca.issuer().certificate)) ==
        "'k' holds a certificate, not a private key"
    );
    CHECK(fault(" {\"keys\":[]}") == "'k' is JSON, not a PEM private key");
    CHECK(fault("") == "'k' is empty: a private key was expected");
    CHECK(fault("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
              .starts_with("the private key 'k' is damaged: "));
}

TEST_CASE("files and options that cannot be used are refused before any handshake") {
    const TestCa ca;
    const auto fault = [&](const std::function<void(ClientOptions&)>& spoil, ErrorKind kind) {
        ClientOptions options;
        options.cafile = ca.file();
        ca.give_client(options, "sensor");
        spoil(options);
        return fault_of([&] { ClientContext{options, "localhost"}; }, kind);
    };
    const auto nothing = [](ClientOptions&) {};
    CHECK(fault(nothing, ErrorKind::local).empty());
    CHECK_FALSE(fault([](ClientOptions& o) { o.cafile = "/nonexistent"; }, ErrorKind::local).empty()
    );
    CHECK_FALSE(fault([](ClientOptions& o) { o.capath = "/nonexistent"; }, ErrorKind::local).empty()
    );
    CHECK(
        fault([](ClientOptions& o) { o.ciphers = "NONSENSE"; }, ErrorKind::usage) ==
        "no known cipher in 'NONSENSE'"
    );
    CHECK_FALSE(fault([](ClientOptions& o) { o.tls13_ciphers = "NO"; }, ErrorKind::usage).empty());
    CHECK_FALSE(fault([](ClientOptions& o) { o.pins = {"abc"}; }, ErrorKind::usage).empty());
    CHECK_FALSE(fault([](ClientOptions& o) { o.cert.clear(); }, ErrorKind::usage).empty());
    const std::string key_of_another = fault(
        [&](ClientOptions& options) {
            const std::string certificate = options.cert;
            ca.give_client(options, "other");
            options.cert = certificate;
        },
        ErrorKind::tls
    );
    CHECK(
        key_of_another.find("does not belong to the certificate 'CN=sensor'") != std::string::npos
    );
}

TEST_CASE("a private key that others can read is refused") {
    const TestCa ca;
    ClientOptions options;
    options.cafile = ca.file();
    ca.give_client(options, "sensor");
    std::filesystem::permissions(options.key, std::filesystem::perms{0644});
    CHECK_FALSE(fault_of([&] { ClientContext{options, "localhost"}; }).empty());
    options.key_policy = io::PrivatePolicy::lax;
    CHECK(fault_of([&] { ClientContext{options, "localhost"}; }).empty());
}

TEST_CASE("certificates in the wrong order are recognised") {
    const TestCa ca;
    ClientOptions options;
    options.cafile = ca.file();
    ca.give_client(options, "sensor");
    const Bytes own = io::read_file(options.cert, max_pem_size);
    const std::string turned = cat(pki::certificate_pem(ca.issuer().certificate), as_text(own));
    io::write_file(options.cert, as_bytes(turned), {.replace = true});
    try {
        const ClientContext refused{options, "localhost"};
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.hint().find("wrong order") != std::string::npos);
    }
}

TEST_CASE("pins are 32 bytes of base64, with or without their prefix") {
    const std::string text = to_base64(Bytes(32, 9));
    CHECK(pin_text(parse_pin(text)) == text);
    CHECK(parse_pin(cat("sha256//", text)) == parse_pin(text));
    CHECK_THROWS_AS(parse_pin(""), Error);
    CHECK_THROWS_AS(parse_pin("sha256//"), Error);
    CHECK_THROWS_AS(parse_pin(to_base64(Bytes(31, 9))), Error);
}

TEST_CASE("session secrets are appended to a private key log") {
    const TestCa ca;
    ClientOptions options;
    options.cafile = ca.file();
    options.keylog = ca.folder() / "keys.log";
    ClientContext client{options, "localhost"};
    run_handshake(client, server_context(ca.server("localhost")).get());
    const Bytes log = io::read_file(options.keylog, max_pem_size);
    CHECK(as_text(log).find("CLIENT_TRAFFIC_SECRET_0 ") != std::string::npos);
    const auto mode = std::filesystem::status(options.keylog).permissions();
    CHECK(mode == std::filesystem::perms{0600});
}

} // namespace mqttx::tls::test
