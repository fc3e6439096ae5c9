// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/zoo_keeper.hpp"

#include <openssl/x509v3.h>

namespace mqttx::pki {

namespace {

constexpr std::time_t day = 86'400;

Order with_dates(Order order, std::time_t start, std::time_t end) {
    order.not_before = start;
    order.not_after = end;
    return order;
}

/// Dates of its own, which no CA would give.
Spoil dated(std::time_t start, std::time_t end) {
    return [=](x509_st* certificate) {
        ASN1_TIME_set(X509_getm_notBefore(certificate), start);
        ASN1_TIME_set(X509_getm_notAfter(certificate), end);
    };
}

Spoil purposes(const char* value) {
    return
        [value](x509_st* certificate) { replace_extension(certificate, NID_ext_key_usage, value); };
}

std::string pem_of(const ZooAuthority& authority) {
    return certificate_pem(authority.certificate.get());
}

} // namespace

void add_role_specimens(ZooKeeper& keeper) {
    const std::time_t now = keeper.now();
    keeper.add(
        {.name = "expired-server",
         .fault = "it has expired",
         .verdict = "expired",
         .rules = {"expired"}},
        server_order(),
        dated(now - 30 * day, now - day)
    );
    keeper.add(
        {.name = "expired-client",
         .fault = "it has expired",
         .verdict = "expired",
         .rules = {"expired"}},
        client_order("late"),
        dated(now - 30 * day, now - day)
    );
    keeper.add(
        {.name = "future-server",
         .fault = "it is not valid yet",
         .verdict = "not-yet-valid",
         .rules = {"not-yet-valid"}},
        with_dates(server_order(), now + day, now + 30 * day)
    );
    keeper.add(
        {.name = "century-server",
         .fault = "it is valid for far too long",
         .rules = {"validity-too-long"}},
        server_order(),
        dated(now - 300, now + 36'500 * day)
    );
    keeper.add(
        {.name = "client-as-server", .fault = "it is for clients", .verdict = "wrong-purpose"},
        server_order(),
        purposes("clientAuth")
    );
    keeper.add(
        {.name = "server-as-client", .fault = "it is for servers", .verdict = "wrong-purpose"},
        client_order("server-as-client"),
        purposes("serverAuth")
    );
    keeper.add(
        {.name = "both-purposes",
         .fault = "a client can pose as the broker with it",
         .rules = {"purpose-both"}},
        server_order(),
        purposes("serverAuth,clientAuth")
    );
    keeper.add(
        {.name = "any-purpose",
         .fault = "it is for any purpose, which OpenSSL takes for none",
         .verdict = "wrong-purpose",
         .rules = {"purpose-any"}},
        server_order(),
        purposes("anyExtendedKeyUsage")
    );
    keeper.add(
        {.name = "no-purpose",
         .fault = "it does not say its purpose",
         .rules = {"purpose-missing"}},
        server_order(),
        [](x509_st* certificate) { remove_extension(certificate, NID_ext_key_usage); }
    );
}

void add_chain_specimens(ZooKeeper& keeper) {
    const ZooAuthority stranger = keeper.other_root("another CA");
    keeper.add(
        {.name = "unknown-ca", .fault = "nobody knows its CA", .verdict = "issuer-unknown"},
        server_order(),
        {},
        &stranger
    );
    const ZooAuthority namesake = keeper.other_root("zoo CA");
    keeper.add(
        {.name = "remade-ca",
         .fault = "its CA was made anew under the same name",
         .verdict = "issuer-unknown"},
        server_order(),
        {},
        &namesake
    );
    const ZooAuthority between = keeper.below(keeper.root(), "zoo CA 2");
    keeper.add(
        {.name = "chain-missing",
         .fault = "the CA between is not sent along",
         .verdict = "issuer-unknown"},
        server_order(),
        {},
        &between
    );
    const CertificateHandle leaf = keeper.add(
        {.name = "chain-reversed",
         .fault = "the CA stands before the certificate",
         .verdict = "order",
         .rules = {"order"}},
        server_order(),
        {},
        &between
    );
    keeper.last().certificate = cat(pem_of(between), certificate_pem(leaf.get()));
    // It is narrowed only when it has signed: our own CAs refuse to do it the other way round.
    const ZooAuthority narrow = keeper.below(keeper.root(), "zoo CA 5", {}, 1);
    const ZooAuthority deeper = keeper.below(narrow, "zoo CA 3");
    replace_extension(
        narrow.certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0"
    );
    sign_again(narrow.certificate.get(), keeper.root().key.get());
    keeper.add(
        {.name = "path-too-long",
         .fault = "its CA's CA may have no CA below it",
         .verdict = "path-too-long",
         .rules = {"path-too-long"}},
        server_order(),
        {},
        &deeper
    );
    keeper.last().certificate += cat(pem_of(deeper), pem_of(narrow));
    const ZooAuthority leaf_ca = keeper.below(keeper.root(), "no CA at all");
    keeper.add(
        {.name = "issuer-no-ca",
         .fault = "what signed it is no CA",
         .verdict = "issuer-no-ca",
         .rules = {"leaf-signs"}},
        server_order(),
        {},
        &leaf_ca
    );
    replace_extension(leaf_ca.certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    sign_again(leaf_ca.certificate.get(), keeper.root().key.get());
    keeper.last().certificate += pem_of(leaf_ca);
    const ZooAuthority soft = keeper.below(keeper.root(), "zoo CA 4", [](x509_st* certificate) {
        replace_extension(certificate, NID_basic_constraints, "CA:TRUE,pathlen:0");
    });
    keeper.add(
        {.name = "soft-ca",
         .fault = "the basic constraints of its CA are not critical: Python 3.13 refuses it",
         .rules = {"constraints-not-critical"}},
        server_order(),
        {},
        &soft
    );
    keeper.last().certificate += pem_of(soft);
    keeper.add(
        {.name = "self-signed",
         .fault = "it has its CA's name and no key identifier: it is taken for self-signed",
         .verdict = "self-signed",
         .rules = {"names-missing"}},
        server_order(),
        [](x509_st* certificate) {
            X509_set_subject_name(certificate, X509_get_issuer_name(certificate));
            remove_extension(certificate, NID_authority_key_identifier);
            remove_extension(certificate, NID_subject_alt_name);
        }
    );
    keeper.add(
        {.name = "issuer-is-subject",
         .fault = "it has its CA's name: without key identifiers it were taken for self-signed",
         .rules = {"issuer-is-subject"}},
        server_order(),
        [](x509_st* certificate) {
            X509_set_subject_name(certificate, X509_get_issuer_name(certificate));
        }
    );
    keeper.add(
        {.name = "outlives-ca", .fault = "it ends after its CA", .rules = {"outlives-issuer"}},
        server_order(),
        dated(keeper.now() - 300, keeper.now() + 1900 * day),
        &between
    );
    keeper.last().certificate += pem_of(between);
}

} // namespace mqttx::pki
