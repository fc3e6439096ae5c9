// SPDX-License-Identifier: Apache-2.0
#include "common/pki/zoo.hpp"

#include "common/pki/certificate.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/pki/zoo_keeper.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

namespace mqttx::pki {

namespace {

using tls::require;

constexpr std::string_view revoked_name = "revoked-client";

} // namespace

Order server_order() {
    return {
        .role = Role::server,
        .common_name = "localhost",
        .names = {{NameType::dns, "localhost"}, {NameType::address, "127.0.0.1"}},
        .days = 365};
}

Order client_order(std::string_view name) {
    return {
        .role = Role::client,
        .common_name = std::string{name},
        .names = {{NameType::dns, "client.example"}},
        .days = 365};
}

void sign_again(x509_st* certificate, evp_pkey_st* key, const char* digest) {
    require(X509_sign(certificate, key, EVP_get_digestbyname(digest)) > 0, "signing again");
}

void remove_extension(x509_st* certificate, int nid) {
    const int at = X509_get_ext_by_NID(certificate, nid, -1);
    X509_EXTENSION_free(X509_delete_ext(certificate, at));
}

void replace_extension(x509_st* certificate, int nid, const char* value) {
    remove_extension(certificate, nid);
    // The texts are this file's own: nobody else's get into OpenSSL's grammar.
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    require(
        extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "adding an extension"
    );
    X509_EXTENSION_free(extension);
}

ZooKeeper::ZooKeeper(std::time_t now) : now_{now}, root_{other_root("zoo CA")} {}

ZooAuthority ZooKeeper::other_root(const std::string& name) const {
    ZooAuthority made;
    made.key = generate_key(KeyType::p256);
    const Order order{.role = Role::root, .common_name = name, .path_length = 1};
    made.certificate = issue(order, made.key.get(), nullptr, now_).certificate;
    return made;
}

ZooAuthority ZooKeeper::below(
    const ZooAuthority& above, const std::string& name, const Spoil& spoil, int path_length
) const {
    ZooAuthority made;
    made.key = generate_key(KeyType::p256);
    const Issuer issuer = above.issuer();
    const Order order{.role = Role::intermediate, .common_name = name, .path_length = path_length};
    made.certificate = issue(order, made.key.get(), &issuer, now_).certificate;
    if (spoil) {
        spoil(made.certificate.get());
        sign_again(made.certificate.get(), above.key.get());
    }
    return made;
}

CertificateHandle ZooKeeper::add(
    Specimen specimen, Order order, const Spoil& spoil, const ZooAuthority* issuer, KeyType type
) {
    const KeyHandle key = generate_key(type);
    const ZooAuthority& by = issuer == nullptr ? root_ : *issuer;
    const Issuer signer = by.issuer();
    CertificateHandle made = issue(order, key.get(), &signer, now_).certificate;
    if (spoil) {
        spoil(made.get());
        sign_again(made.get(), by.key.get());
    }
    specimen.role = order.role;
    if (order.role == Role::server && specimen.host.empty()) {
        specimen.host = "localhost";
    }
    specimen.certificate = certificate_pem(made.get());
    specimen.key = private_key_pem(key.get(), {});
    specimens_.push_back(std::move(specimen));
    return made;
}

Zoo make_zoo(std::time_t now) {
    ZooKeeper keeper{now};
    keeper.add({.name = "good-server", .fault = "none"}, server_order());
    keeper.add({.name = "good-client", .fault = "none"}, client_order("client"));
    const CertificateHandle revoked = keeper.add(
        {.name = std::string{revoked_name},
         .fault = "it was revoked",
         .with_list = true,
         .verdict = "revoked"},
        client_order("revoked")
    );
    add_role_specimens(keeper);
    add_chain_specimens(keeper);
    add_form_specimens(keeper);
    add_name_specimens(keeper);
    Revocation revocation;
    revocation.time = now;
    revocation.serial = facts_of(revoked.get()).serial;
    revocation.reason = Reason::key_compromise;
    Zoo zoo;
    zoo.ca = certificate_pem(keeper.root().certificate.get());
    zoo.list = revocation_list_pem({.revoked = {revocation}}, keeper.root().issuer(), now);
    zoo.specimens = keeper.take();
    return zoo;
}

} // namespace mqttx::pki
