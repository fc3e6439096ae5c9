// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ostream>

namespace mqttx::tls::test {

namespace {

constexpr std::time_t day = 86'400;

struct Verdict {
    bool completed;
    std::string what;
    std::string hint;
};

Verdict verdict(const ClientOptions& options, const std::string& host, SSL_CTX* server) {
    ClientContext client{options, host};
    run_handshake(client, server);
    const auto failure = client.failure();
    if (!failure) {
        return {client.handshake_completed(), {}, {}};
    }
    CHECK(failure->kind() == ErrorKind::tls);
    return {client.handshake_completed(), failure->what(), failure->hint()};
}

Verdict verdict(const ClientOptions& options, const std::string& host, const Credentials& server) {
    return verdict(options, host, server_context(server).get());
}

ClientOptions trusting(const TestCa& ca) {
    ClientOptions options;
    options.cafile = ca.file();
    return options;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

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

/// A list of the CA's, made `age` seconds ago for ten days.
std::string write_crl(const TestCa& ca, const X509* revoked, std::time_t age) {
    const Handle<X509_CRL, &X509_CRL_free> list{X509_CRL_new()};
    const std::time_t start = std::time(nullptr) - age;
    const Handle<ASN1_TIME, &ASN1_TIME_free> first{ASN1_TIME_set(nullptr, start)};
    const Handle<ASN1_TIME, &ASN1_TIME_free> next{ASN1_TIME_set(nullptr, start + 10 * day)};
    X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(ca.issuer().certificate));
    X509_CRL_set1_lastUpdate(list.get(), first.get());
    X509_CRL_set1_nextUpdate(list.get(), next.get());
    if (revoked != nullptr) {
        X509_REVOKED* entry = X509_REVOKED_new();
        X509_REVOKED_set_serialNumber(
            entry, const_cast<ASN1_INTEGER*>(X509_get0_serialNumber(revoked))
        );
        X509_REVOKED_set_revocationDate(entry, first.get());
        X509_CRL_add0_revoked(list.get(), entry);
    }
    X509_CRL_sign(list.get(), ca.issuer().key, EVP_sha256());
    std::string path = ca.folder() / "crl.pem";
    const Handle<BIO, &BIO_free_all> file{BIO_new_file(path.c_str(), "w")};
    PEM_write_bio_X509_CRL(file.get(), list.get());
    return path;
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
    CHECK(contains(missing.hint, "--san IP:192.0.2.1"));
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
                        "'CN=stranger', which is not among the trusted CAs"
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

TEST_CASE("revoked, list missing and list expired are told apart") {
    const TestCa ca;
    const Credentials server = ca.server("localhost");
    ClientOptions options = trusting(ca);
    options.crlfile = write_crl(ca, nullptr, day);
    CHECK(verdict(options, "localhost", server).what.empty());

    write_crl(ca, server.certificate.get(), day);
    const Verdict revoked = verdict(options, "localhost", server);
    CHECK(contains(revoked.what, ") was revoked on "));
    CHECK(contains(revoked.what, pki::facts_of(server.certificate.get()).serial));

    write_crl(ca, nullptr, 12 * day);
    const Verdict stale = verdict(options, "localhost", server);
    CHECK(contains(stale.what, "the revocation list of 'CN=test CA' was to be renewed by "));
    CHECK(contains(stale.what, ", 2 days ago"));

    const TestCa stranger{"stranger"};
    options.crlfile = write_crl(stranger, nullptr, day);
    CHECK(
        verdict(options, "localhost", server).what ==
        "the --crlfile has no revocation list of 'CN=test CA'"
    );
}

TEST_CASE("a pin is asked for in addition to the chain") {
    const TestCa ca;
    const Credentials server = ca.server("localhost");
    const std::string pin = pki::facts_of(server.certificate.get()).pin;
    ClientOptions options = trusting(ca);
    options.pins = {to_base64(Bytes(32)), cat("sha256//", pin)};
    CHECK(verdict(options, "localhost", server).what.empty());
    options.pins.pop_back();
    CHECK(
        verdict(options, "localhost", server).what ==
        cat("the key of 'localhost' has the pin ", pin, ", which is none of those given")
    );
    options.insecure_all = true;
    CHECK(contains(verdict(options, "localhost", server).what, pin));
    options.pins = {pin};
    const TestCa stranger{"stranger"};
    options.insecure_all = false;
    CHECK(contains(
        verdict(options, "localhost", stranger.server("localhost")).what, "issued by 'CN=stranger'"
    ));
}

TEST_CASE("without verification everything passes") {
    const TestCa stranger{"stranger"};
    ClientOptions options;
    options.insecure_all = true;
    CHECK(verdict(options, "broker.example", stranger.server("localhost")).what.empty());
}

} // namespace mqttx::tls::test
