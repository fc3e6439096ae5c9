// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/pki/issue.hpp"
#include "common/pki/key.hpp"
#include "common/pki/lint.hpp"
#include "common/pki/verify.hpp"

#include <doctest/doctest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <set>

namespace mqttx::pki {

namespace {

const std::time_t now = std::time(nullptr);
constexpr std::time_t day = 86'400;

/// A root and what it signs, to be changed and signed again.
struct Bench {
    Bench() : root_key{generate_key(KeyType::p256)}, key{generate_key(KeyType::p256)} {
        root = issue({.role = Role::root, .common_name = "CA"}, root_key.get(), nullptr, now)
                   .certificate;
    }

    [[nodiscard]] CertificateHandle leaf(Order order) const {
        const Issuer issuer{root.get(), root_key.get()};
        return issue(order, key.get(), &issuer, now).certificate;
    }

    [[nodiscard]] CertificateHandle server() const {
        return leaf(
            {.role = Role::server, .common_name = "broker", .names = {{NameType::dns, "broker"}}}
        );
    }

    void sign(X509* certificate) const { X509_sign(certificate, root_key.get(), EVP_sha256()); }

    KeyHandle root_key;
    KeyHandle key;
    CertificateHandle root;
};

std::set<std::string> rules_broken(std::vector<CertificateHandle> certificates) {
    LintInput input;
    input.certificates = std::move(certificates);
    input.now = now;
    std::set<std::string> ids;
    for (const LintFinding& finding : lint(input)) {
        ids.insert(std::string{finding.rule->id});
    }
    return ids;
}

std::set<std::string> rules_broken(CertificateHandle certificate) {
    std::vector<CertificateHandle> one;
    one.push_back(std::move(certificate));
    return rules_broken(std::move(one));
}

using Ids = std::set<std::string>;

std::vector<std::string>
refusals(const Bench& bench, CertificateHandle certificate, VerifyOrder order) {
    Trust trust;
    trust.roots.push_back(CertificateHandle{X509_dup(bench.root.get())});
    order.at = order.at == 0 ? now : order.at;
    std::vector<std::string> ids;
    for (const VerifyFinding& finding : verify(certificate.get(), trust, order).findings) {
        ids.push_back(finding.id);
        CHECK_FALSE(finding.what.empty());
        CHECK_FALSE(finding.fix.empty());
    }
    return ids;
}

} // namespace

TEST_CASE("every rule has a name of its own, a source and a way out") {
    std::set<std::string_view> ids;
    for (const LintRule& rule : lint_rules()) {
        CHECK(ids.insert(rule.id).second);
        CHECK_FALSE(rule.reference.empty());
        CHECK_FALSE(rule.fix.empty());
        CHECK(&lint_rule(rule.id) == &rule);
    }
    CHECK(ids.size() > 50);
    CHECK_THROWS_AS(static_cast<void>(lint_rule("nonsense")), Error);
}

TEST_CASE("what is issued here breaks no rule") {
    const Bench bench;
    CHECK(rules_broken(bench.server()).empty());
    CHECK(rules_broken(CertificateHandle{X509_dup(bench.root.get())}).empty());
    CHECK(
        rules_broken(bench.leaf({.role = Role::client, .common_name = "s"})) ==
        Ids{"client-names-missing"}
    );
}

TEST_CASE("each fault of form has its rule") {
    const Bench bench;
    CertificateHandle made = bench.server();
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 0);
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)) == Ids{"serial-not-positive"});

    made = bench.server();
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 77);
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)) == Ids{"serial-too-short"});

    made = bench.server();
    ASN1_TIME_set_string(X509_getm_notAfter(made.get()), "20300101000000Z");
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)).contains("time-form"));

    made = bench.server();
    ASN1_TIME_set(X509_getm_notAfter(made.get()), now - 60);
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)) == Ids{"expired"});

    made = bench.server();
    X509_EXTENSION_free(X509_delete_ext(
        made.get(), X509_get_ext_by_NID(made.get(), NID_authority_key_identifier, -1)
    ));
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)) == Ids{"authority-key-id-missing"});

    made = bench.server();
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)) == Ids{"issuer-is-subject"});
}

TEST_CASE("faults that no tool makes have their rules too") {
    const Bench bench;
    CertificateHandle made = bench.server();
    ASN1_TIME_set(X509_getm_notBefore(made.get()), now + 2 * day);
    ASN1_TIME_set(X509_getm_notAfter(made.get()), now + day);
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)).contains("dates-reversed"));

    made = bench.server();
    X509_add_ext(made.get(), X509_get_ext(made.get(), 0), -1);
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)).contains("extension-twice"));

    made = bench.server();
    const std::string name(65, 'x');
    X509_NAME_add_entry_by_NID(
        X509_get_subject_name(made.get()),
        NID_organizationName,
        V_ASN1_UTF8STRING,
        reinterpret_cast<const unsigned char*>(name.data()),
        static_cast<int>(name.size()),
        -1,
        0
    );
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)).contains("name-too-long"));

    made = bench.server();
    const KeyHandle rsa{EVP_RSA_gen(2048)};
    BIGNUM* modulus = nullptr;
    EVP_PKEY_get_bn_param(rsa.get(), OSSL_PKEY_PARAM_RSA_N, &modulus);
    BIGNUM* even = BN_new();
    BN_set_word(even, 4);
    OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, even);
    OSSL_PARAM* parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
    EVP_PKEY* odd_one = nullptr;
    REQUIRE(EVP_PKEY_fromdata_init(context) == 1);
    REQUIRE(EVP_PKEY_fromdata(context, &odd_one, EVP_PKEY_PUBLIC_KEY, parameters) == 1);
    const KeyHandle owner{odd_one};
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(even);
    BN_free(modulus);
    X509_set_pubkey(made.get(), owner.get());
    bench.sign(made.get());
    CHECK(rules_broken(std::move(made)).contains("rsa-exponent"));
}

TEST_CASE("a certificate is held against its issuer in the same file") {
    const Bench bench;
    const Bench other;
    std::vector<CertificateHandle> file;
    file.push_back(bench.server());
    file.push_back(CertificateHandle{X509_dup(other.root.get())});
    CHECK(rules_broken(std::move(file)) == Ids{"authority-key-id-differs", "signature-wrong"});
}

TEST_CASE("a verification names every fault") {
    const Bench bench;
    using Words = std::vector<std::string>;
    CHECK(refusals(bench, bench.server(), {.host = "broker", .strict = true}).empty());
    CHECK(
        refusals(bench, bench.server(), {.at = now + 5000 * day, .host = "elsewhere"}) ==
        Words{"host-differs", "expired", "expired"}
    );
    CHECK(refusals(bench, bench.server(), {.purpose = Purpose::client}) == Words{"wrong-purpose"});
    const Bench other;
    CHECK(refusals(bench, other.server(), {}) == Words{"issuer-unknown"});
    CertificateHandle made = bench.server();
    ASN1_TIME_set(X509_getm_notAfter(made.get()), now + 99 * day); // and not signed again
    CertificateHandle altered{X509_dup(made.get())};
    X509_sign(altered.get(), bench.key.get(), EVP_sha256());
    CHECK(refusals(bench, std::move(altered), {}) == Words{"bad-signature"});
}

} // namespace mqttx::pki
