// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/handle.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/issue.hpp"
#include "common/pki/key.hpp"

#include <doctest/doctest.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <ostream>

namespace mqttx::pki {

namespace {

constexpr std::time_t day = 86'400;
// Fixed, so that no assertion depends on the day of the run: 2026-01-01T00:00:00Z.
constexpr std::time_t new_year = 1'767'225'600;

struct Identity {
    CertificateHandle certificate;
    KeyHandle key;

    [[nodiscard]] Issuer issuer() const { return {certificate.get(), key.get()}; }
};

Identity make(const Order& order, const Identity* by = nullptr, KeyType type = KeyType::p256) {
    Identity made{{}, generate_key(type)};
    const Issuer issuer = by == nullptr ? Issuer{} : by->issuer();
    made.certificate =
        issue(order, made.key.get(), by == nullptr ? nullptr : &issuer, new_year).certificate;
    return made;
}

Identity root(KeyType type = KeyType::p256) {
    return make({.role = Role::root, .common_name = "test CA"}, nullptr, type);
}

Order server_order(const std::string& name) {
    return {.role = Role::server, .common_name = name, .names = server_names(name, {})};
}

void free_stack(STACK_OF(X509) * stack) {
    sk_X509_free(stack);
}

/// The strictest verification the library has; X509_V_OK or the error.
int strict_verdict(
    const Identity& anchor,
    const Identity& leaf,
    int purpose,
    const std::string& host = {},
    const Identity* between = nullptr
) {
    const Handle<X509_STORE, &X509_STORE_free> store{X509_STORE_new()};
    const Handle<X509_STORE_CTX, &X509_STORE_CTX_free> context{X509_STORE_CTX_new()};
    X509_STORE_add_cert(store.get(), anchor.certificate.get());
    X509_STORE_set_flags(store.get(), X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
    const Handle<STACK_OF(X509), &free_stack> untrusted{sk_X509_new_null()};
    if (between != nullptr) {
        sk_X509_push(untrusted.get(), between->certificate.get());
    }
    X509_STORE_CTX_init(context.get(), store.get(), leaf.certificate.get(), untrusted.get());
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_purpose(parameters, purpose);
    X509_VERIFY_PARAM_set_time(parameters, new_year + 60);
    if (!host.empty()) {
        X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
        X509_VERIFY_PARAM_set1_host(parameters, host.data(), host.size());
    }
    X509_verify_cert(context.get());
    return X509_STORE_CTX_get_error(context.get());
}

std::string fault_of(const Order& order, const Identity* by = nullptr) {
    try {
        make(order, by);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("every key type makes chains that pass strict verification for their role alone") {
    for (const KeyType type : {KeyType::p256, KeyType::p384, KeyType::ed25519, KeyType::rsa2048}) {
        const Identity ca = root(type);
        const Identity server = make(server_order("localhost"), &ca, type);
        const Identity client = make({.role = Role::client, .common_name = "sensor 1"}, &ca, type);
        CAPTURE(describe_key(server.key.get()));
        CHECK(strict_verdict(ca, server, X509_PURPOSE_SSL_SERVER, "localhost") == X509_V_OK);
        CHECK(strict_verdict(ca, client, X509_PURPOSE_SSL_CLIENT) == X509_V_OK);
        CHECK(strict_verdict(ca, server, X509_PURPOSE_SSL_CLIENT) == X509_V_ERR_INVALID_PURPOSE);
        CHECK(strict_verdict(ca, client, X509_PURPOSE_SSL_SERVER) == X509_V_ERR_INVALID_PURPOSE);
        CHECK(
            strict_verdict(ca, server, X509_PURPOSE_SSL_SERVER, "other") ==
            X509_V_ERR_HOSTNAME_MISMATCH
        );
    }
}

TEST_CASE("an intermediate issues leaves and no further CA") {
    const Identity ca = root();
    const Identity middle = make({.role = Role::intermediate, .common_name = "issuing CA"}, &ca);
    const Identity server = make(server_order("broker.example"), &middle);
    CHECK(
        strict_verdict(ca, server, X509_PURPOSE_SSL_SERVER, "broker.example", &middle) == X509_V_OK
    );
    CHECK(
        fault_of({.role = Role::intermediate, .common_name = "another"}, &middle) ==
        "the CA 'CN=issuing CA' may not issue other CAs (path length 0)"
    );
    CHECK(
        fault_of(server_order("x.example"), &server) ==
        "'CN=broker.example' is not the certificate of a CA"
    );
}

TEST_CASE("a server's certificate says what its profile says") {
    const Identity ca = root();
    const CertificateFacts facts = facts_of(make(server_order("localhost"), &ca).certificate.get());
    CHECK(facts.version == 3);
    CHECK(facts.subject == "CN=localhost");
    CHECK(facts.issuer == "CN=test CA");
    CHECK(facts.names == std::vector<std::string>{"DNS:localhost", "IP:127.0.0.1", "IP:::1"});
    CHECK(facts.usages == std::vector<std::string>{"digitalSignature"});
    CHECK(facts.extended_usages == std::vector<std::string>{"serverAuth"});
    CHECK_FALSE(facts.is_ca);
    CHECK(facts.key == "P-256");
    CHECK(facts.signature == "ecdsa-with-SHA256");
    CHECK(facts.not_before == new_year - 300);
    CHECK(facts.not_after == new_year + 397 * day);
    CHECK(facts.authority_key_id == facts_of(ca.certificate.get()).subject_key_id);
    CHECK(facts.subject_key_id.size() == 40);
    CHECK(facts.sha256.size() == 64);
    CHECK(facts.pin.size() == 44);
}

TEST_CASE("an RSA server may transport keys, an RSA client may not") {
    const Identity ca = root();
    const auto usages = [&](const Order& order) {
        return facts_of(make(order, &ca, KeyType::rsa2048).certificate.get()).usages;
    };
    CHECK(
        usages(server_order("localhost")) ==
        std::vector<std::string>{"digitalSignature", "keyEncipherment"}
    );
    CHECK(
        usages({.role = Role::client, .common_name = "sensor"}) ==
        std::vector<std::string>{"digitalSignature"}
    );
}

TEST_CASE("a root says what its profile says") {
    const CertificateFacts facts = facts_of(root().certificate.get());
    CHECK(facts.is_ca);
    CHECK(facts.path_length == 1);
    CHECK(facts.usages == std::vector<std::string>{"keyCertSign", "cRLSign"});
    CHECK(facts.extended_usages.empty());
    CHECK(facts.authority_key_id == facts.subject_key_id);
}

TEST_CASE("serial numbers are random, positive and 16 octets long") {
    const Identity ca = root();
    std::string last;
    for (int count = 0; count < 20; ++count) {
        const std::string serial =
            facts_of(make({.role = Role::client, .common_name = "sensor"}, &ca).certificate.get())
                .serial;
        CHECK(serial.size() == 32);
        CHECK(serial[0] >= '4');
        CHECK(serial[0] <= '7');
        CHECK(serial != last);
        last = serial;
    }
}

TEST_CASE("validity stays inside the issuer's, and the notice says so") {
    const Identity ca = make({.role = Role::root, .common_name = "short CA", .days = 100});
    const KeyHandle key = generate_key(KeyType::p256);
    const Issuer issuer = ca.issuer();
    const Issued leaf = issue(server_order("localhost"), key.get(), &issuer, new_year);
    REQUIRE(leaf.notices.size() == 1);
    CHECK(
        leaf.notices.front() ==
        "valid only until 2026-04-11T00:00:00Z, when the CA's own certificate ends"
    );
    CHECK(facts_of(leaf.certificate.get()).not_after == new_year + 100 * day);
    Order order = server_order("localhost");
    order.days = 50;
    CHECK(issue(order, key.get(), &issuer, new_year).notices.empty());
}

TEST_CASE("times after 2049 are written in the other form and verify") {
    const Identity ca = make({.role = Role::root, .common_name = "long CA", .days = 30 * 365});
    CHECK(X509_get0_notAfter(ca.certificate.get())->type == V_ASN1_GENERALIZEDTIME);
    const Identity server = make(server_order("localhost"), &ca);
    CHECK(strict_verdict(ca, server, X509_PURPOSE_SSL_SERVER, "localhost") == X509_V_OK);
}

TEST_CASE("orders that cannot be are refused with the reason") {
    const Identity ca = root();
    CHECK(
        fault_of({.role = Role::server, .common_name = "x"}, &ca) ==
        "a server's certificate needs an alternative name"
    );
    CHECK(
        fault_of({.role = Role::client, .common_name = "test CA"}, &ca) ==
        "the CA itself is called 'CN=test CA': a certificate of the same name would be taken for "
        "self-signed"
    );
    Order backwards = server_order("localhost");
    backwards.not_before = new_year;
    backwards.not_after = new_year - day;
    CHECK(
        fault_of(backwards, &ca) ==
        "the certificate would end (2025-12-31T00:00:00Z) before it begins (2026-01-01T00:00:00Z)"
    );
    const KeyHandle key = generate_key(KeyType::p256);
    const Issuer issuer = ca.issuer();
    CHECK_THROWS_AS(
        issue(server_order("localhost"), key.get(), &issuer, new_year + 3650 * day), Error
    );
}

} // namespace mqttx::pki
