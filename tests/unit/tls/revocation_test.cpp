// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ostream>

namespace mqttx::tls::test {

namespace {

constexpr std::time_t day = 86'400;

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

} // namespace mqttx::tls::test
