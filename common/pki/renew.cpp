// SPDX-License-Identifier: Apache-2.0
#include "common/pki/renew.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/chain.hpp"
#include "common/pki/identity.hpp"
#include "common/pki/step.hpp"
#include "common/tls/pem.hpp"
#include "common/tls/words.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::pki {

namespace {

constexpr std::array<std::pair<std::string_view, KeyType>, 6> described_types{
    {{"P-256", KeyType::p256},
     {"P-384", KeyType::p384},
     {"Ed25519", KeyType::ed25519},
     {"RSA 2048", KeyType::rsa2048},
     {"RSA 3072", KeyType::rsa3072},
     {"RSA 4096", KeyType::rsa4096}}};

KeyType type_of(const Record& record) {
    for (const auto& [name, type] : described_types) {
        if (name == record.key) {
            return type;
        }
    }
    return KeyType::p256;
}

CertificateHandle current(const Files& files, const Record& record) {
    if (!io::exists(files.certificate)) {
        throw Error{
            ErrorKind::local,
            cat("the certificate to renew is not here: ",
                in_quotes(files.certificate),
                " does not exist"),
            "restore it, or make a new key and certificate with 'mqttx cert rekey'"};
    }
    const Bytes pem = io::read_file(files.certificate, tls::max_pem_size);
    if (fingerprint_in(pem) != record.sha256) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(files.certificate),
                " is not the certificate that was issued last under this name"),
            "'mqttx cert fsck' says what it finds"};
    }
    return std::move(tls::read_certificates(pem, files.certificate).front());
}

Identity signer_of(
    const Store& store, const Inventory& inventory, const RenewOrder& order, const Record& record
) {
    if (record.role == Role::root) {
        return {Role::root};
    }
    if (order.authority) {
        return choose_authority(store, order.authority);
    }
    for (const Entry* authority : authorities_of(inventory)) {
        if (authority->record.key_id == record.issuer_key_id) {
            return {authority->record.role, authority->record.name};
        }
    }
    return choose_authority(store, std::nullopt);
}

void require_renewable(const Entry& entry, const RenewOrder& order) {
    const bool is_ca = profile_of(entry.record.role).is_ca;
    if (order.new_key && is_ca) {
        throw Error{
            ErrorKind::usage,
            cat("a new key for the CA ",
                in_quotes(entry.record.name),
                " would make all it signed worthless"),
            entry.record.role == Role::root
                ? "'mqttx cert renew root' keeps the key; 'mqttx cert ca --force' begins anew"
                : "'mqttx cert renew' keeps the key; 'mqttx cert intermediate --force' begins "
                  "anew"};
    }
    if (!order.new_key && entry.revocation) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(entry.record.name),
                " was revoked (",
                name_of(entry.revocation->reason),
                "): its key is not to be trusted again"),
            cat("'mqttx cert rekey ", entry.record.name, "' makes a new one")};
    }
}

bool is_encrypted(const std::string& key_file) {
    return io::exists(key_file) && io::read_private_file(key_file, io::PrivatePolicy::lax)
                                           .expose_text()
                                           .find("ENCRYPTED") != std::string_view::npos;
}

std::vector<AlternativeName> names_of(const Record& record) {
    std::vector<AlternativeName> names;
    names.reserve(record.names.size());
    for (const std::string& name : record.names) {
        names.push_back(parse_alternative_name(name));
    }
    return names;
}

Order order_of(const Record& record, const RenewOrder& order, const X509* previous) {
    Order made{
        .role = record.role,
        .common_name = record.common_name.value_or(record.name),
        .names = names_of(record),
        .days = order.days,
        .not_before = order.not_before,
        .not_after = order.not_after};
    if (previous != nullptr && profile_of(record.role).is_ca) {
        made.path_length = facts_of(previous).path_length;
    }
    return made;
}

} // namespace

Made renew(
    const Store& store,
    const RenewOrder& order,
    const std::optional<Secret>& password,
    std::time_t now
) {
    finish_interrupted(store);
    const Inventory inventory = read_inventory(store);
    const Entry& entry = newest_of(inventory, identity_named(inventory, order.name));
    const Record& record = entry.record;
    require_renewable(entry, order);
    const Authority authority{store, password, signer_of(store, inventory, order, record)};
    Signing signing;
    signing.cause = order.new_key ? Cause::rekey : Cause::renew;
    signing.name = record.name;
    signing.replace = true;
    signing.dry_run = order.dry_run;
    if (order.new_key) {
        const KeyHandle key = generate_key(order.key_type.value_or(type_of(record)));
        const Secret pem = private_key_pem(key.get(), order.key_password);
        signing.order = order_of(record, order, nullptr);
        signing.key = key.get();
        signing.key_pem = &pem;
        const bool was_encrypted = is_encrypted(store.files(record.role, record.name).key);
        Made made = authority.sign(signing, now);
        if (was_encrypted && !order.key_password) {
            made.notices.push_back("the key before was encrypted, the new one is not: "
                                   "--new-key-password-file encrypts it");
        }
        return made;
    }
    const CertificateHandle certificate = current(store.files(record.role, record.name), record);
    signing.order = order_of(record, order, certificate.get());
    signing.key =
        record.role == Role::root ? authority.issuer().key : X509_get0_pubkey(certificate.get());
    Made made = authority.sign(signing, now);
    if (record.role == Role::intermediate && !order.dry_run) {
        if (const std::size_t count = refresh_chains(store, inventory); count > 0) {
            made.notices.push_back(
                cat(counted(count, "chain file"),
                    " below it now ",
                    count == 1 ? "holds" : "hold",
                    " the new certificate: take them to the brokers and clients before ",
                    tls::time_text(record.not_after))
            );
        }
    }
    return made;
}

} // namespace mqttx::pki
