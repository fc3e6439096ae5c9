// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::tls::test {

namespace {

constexpr std::time_t day = 86'400;

/// A certificate as people make them by hand: a common name and no extension at all.
Credentials bare_certificate(const TestCa& ca, const std::string& name) {
    Credentials made = ca.server(name);
    X509* certificate = made.certificate.get();
    while (X509_get_ext_count(certificate) > 0) {
        X509_EXTENSION_free(X509_delete_ext(certificate, 0));
    }
    X509_sign(certificate, ca.issuer().key, EVP_sha256());
    // Read again: the library remembers the extensions that were there.
    const std::string pem = pki::certificate_pem(certificate);
    made.certificate = std::move(pki::read_certificates(as_bytes(pem), "bare").front());
    return made;
}

} // namespace

TEST_CASE("a good server is accepted and its session described") {
    const TestCa ca;
    const Credentials server = ca.server("localhost");
    ClientContext client{trusting(ca), "localhost"};
    run_handshake(client, server_context(server).get());
    CHECK(client.handshake_completed());
    CHECK_FALSE(client.failure().has_value());
    const auto session = client.session();
    REQUIRE(session.has_value());
    CHECK(session->version == "TLSv1.3");
    CHECK(session->chain == std::vector<std::string>{"CN=localhost"});
    CHECK(
        session->peer_names == std::vector<std::string>{"DNS:localhost", "IP:127.0.0.1", "IP:::1"}
    );
    CHECK(session->pin == pki::facts_of(server.certificate.get()).pin);
    client.begin_attempt();
    CHECK_FALSE(client.handshake_started());
    CHECK_FALSE(client.session().has_value());
}

TEST_CASE("the address in a certificate is verified, and a final dot of a name is not") {
    const TestCa ca;
    const Credentials server = ca.server("localhost");
    CHECK(verdict(trusting(ca), "127.0.0.1", server).what.empty());
    CHECK(verdict(trusting(ca), "::1", server).what.empty());
    CHECK(verdict(trusting(ca), "localhost.", server).what.empty());
}

TEST_CASE("a name that differs is told with the names there are") {
    const TestCa ca;
    const Verdict other = verdict(trusting(ca), "broker.example", ca.server("localhost"));
    CHECK(
        other.what == "the certificate is not for 'broker.example': it names DNS:localhost, "
                      "IP:127.0.0.1, IP:::1"
    );
    CHECK(contains(other.hint, "mqttx cert server broker.example"));
    CHECK_FALSE(other.completed);

    ClientOptions renamed = trusting(ca);
    renamed.servername = "localhost";
    CHECK(verdict(renamed, "broker.example", ca.server("localhost")).what.empty());

    ClientOptions careless = trusting(ca);
    careless.insecure_hostname = true;
    CHECK(verdict(careless, "broker.example", ca.server("localhost")).what.empty());
}

TEST_CASE("a common name alone does not count") {
    const TestCa ca;
    const Verdict bare = verdict(trusting(ca), "localhost", bare_certificate(ca, "localhost"));
    CHECK(contains(bare.what, "has no subject alternative name"));
    CHECK(contains(bare.what, "'localhost' does not count"));
}

TEST_CASE("an address that differs, or stands as a DNS name, is told apart") {
    const TestCa ca;
    const Verdict missing = verdict(trusting(ca), "192.0.2.1", ca.server("broker.example"));
    CHECK(
        missing.what ==
        "the certificate is not for the address '192.0.2.1': it names DNS:broker.example"
    );
    CHECK(contains(missing.hint, "mqttx cert server 192.0.2.1"));
    const Credentials as_dns = ca.issue(
        {.role = pki::Role::server,
         .common_name = "broker",
         .names = {{pki::NameType::dns, "192.0.2.1"}}}
    );
    CHECK(contains(verdict(trusting(ca), "192.0.2.1", as_dns).what, "as a DNS name"));
}

TEST_CASE("expired and not yet valid are told with dates, ages and the clock") {
    const std::time_t now = std::time(nullptr);
    const TestCa ca{"test CA", now - 100 * day};
    pki::Order order{
        .role = pki::Role::server,
        .common_name = "localhost",
        .names = pki::server_names("localhost", {}),
        .days = 10};
    const Verdict old = verdict(trusting(ca), "localhost", ca.issue(order, now - 30 * day));
    CHECK(contains(old.what, "the certificate 'CN=localhost' of 'localhost' expired on "));
    CHECK(contains(old.what, ", 20 days ago"));

    order.not_before = now + 5 * day + 60;
    const Verdict early = verdict(trusting(ca), "localhost", ca.issue(order, now));
    CHECK(contains(early.what, "is not valid before "));
    CHECK(contains(early.what, ", in 5 days"));
    CHECK(contains(early.hint, "the clock of this machine says "));
}

TEST_CASE("an expired CA is told apart from an expired server") {
    const std::time_t now = std::time(nullptr);
    TemporaryFolder folder;
    const pki::KeyHandle key = pki::generate_key(pki::KeyType::p256);
    const auto root = pki::issue(
        {.role = pki::Role::root, .common_name = "old CA", .days = 10},
        key.get(),
        nullptr,
        now - 30 * day
    );
    // Signed while the CA was in force, by its dates valid longer than it.
    const pki::Issuer issuer{root.certificate.get(), key.get()};
    Credentials server{{}, pki::generate_key(pki::KeyType::p256)};
    server.certificate = pki::issue(
                             {.role = pki::Role::server,
                              .common_name = "localhost",
                              .names = pki::server_names("localhost", {})},
                             server.key.get(),
                             &issuer,
                             now - 29 * day
    )
                             .certificate;
    ASN1_TIME_set(X509_getm_notAfter(server.certificate.get()), now + day);
    X509_sign(server.certificate.get(), key.get(), EVP_sha256());
    ClientOptions options;
    options.cafile = folder / "ca.crt";
    io::write_file(options.cafile, as_bytes(pki::certificate_pem(root.certificate.get())), {});
    CHECK(contains(
        verdict(options, "localhost", server).what,
        "the CA certificate 'CN=old CA' above 'localhost' expired on "
    ));
}

TEST_CASE("an unknown issuer is named, and a CA made anew is recognised") {
    const TestCa ca;
    const TestCa stranger{"stranger"};
    const Verdict unknown = verdict(trusting(ca), "localhost", stranger.server("localhost"));
    CHECK(
        unknown.what == "the certificate 'CN=localhost' of 'localhost' was issued by "
                        "'CN=stranger', which is not among the trusted CAs and was not sent along"
    );
    const TestCa twin;
    const Verdict anew = verdict(trusting(ca), "localhost", twin.server("localhost"));
    CHECK(contains(anew.what, "the trusted CA of that name has another key"));
}

TEST_CASE("self-signed certificates and untrusted roots are told apart") {
    const TestCa ca;
    const TestCa stranger{"stranger"};
    Credentials alone{{}, pki::generate_key(pki::KeyType::p256)};
    alone.certificate = pki::issue(
                            {.role = pki::Role::server,
                             .common_name = "localhost",
                             .names = pki::server_names("localhost", {})},
                            alone.key.get(),
                            nullptr,
                            std::time(nullptr)
    )
                            .certificate;
    CHECK(contains(verdict(trusting(ca), "localhost", alone).what, "is self-signed and not trusted")
    );

    const ContextHandle server = server_context(stranger.server("localhost"));
    SSL_CTX_add1_chain_cert(server.get(), const_cast<X509*>(stranger.issuer().certificate));
    CHECK(
        verdict(trusting(ca), "localhost", server.get()).what ==
        "the chain of 'localhost' ends at the root 'CN=stranger', which is not trusted"
    );
}

TEST_CASE("an intermediate alone is no anchor") {
    const TestCa ca;
    const Credentials intermediate =
        ca.issue({.role = pki::Role::intermediate, .common_name = "issuing CA"});
    const pki::Issuer issuer{intermediate.certificate.get(), intermediate.key.get()};
    Credentials server{{}, pki::generate_key(pki::KeyType::p256)};
    server.certificate = pki::issue(
                             {.role = pki::Role::server,
                              .common_name = "localhost",
                              .names = pki::server_names("localhost", {})},
                             server.key.get(),
                             &issuer,
                             std::time(nullptr)
    )
                             .certificate;
    ClientOptions options;
    options.cafile = ca.folder() / "intermediate.crt";
    io::write_file(
        options.cafile, as_bytes(pki::certificate_pem(intermediate.certificate.get())), {}
    );
    CHECK(
        verdict(options, "localhost", server).what ==
        "the trusted CAs hold the intermediate 'CN=issuing CA' but not its issuer 'CN=test CA'"
    );
    const ContextHandle whole = server_context(server);
    SSL_CTX_add1_chain_cert(whole.get(), intermediate.certificate.get());
    CHECK(verdict(trusting(ca), "localhost", whole.get()).what.empty());
}

TEST_CASE("a client's certificate does not serve") {
    const TestCa ca;
    const Credentials client = ca.issue(
        {.role = pki::Role::client,
         .common_name = "localhost",
         .names = pki::client_names("localhost", {})}
    );
    CHECK(
        verdict(trusting(ca), "localhost", client).what ==
        "the certificate 'CN=localhost' of 'localhost' is not for a server: it is for clientAuth"
    );
}

TEST_CASE("without verification everything passes") {
    const TestCa stranger{"stranger"};
    ClientOptions options;
    options.insecure_all = true;
    CHECK(verdict(options, "broker.example", stranger.server("localhost")).what.empty());
}

} // namespace mqttx::tls::test
