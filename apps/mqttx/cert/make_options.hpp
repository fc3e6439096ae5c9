// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/cert/store_options.hpp"
#include "common/pki/authority.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::cert {

/// What every verb that makes a key and a certificate is told.
struct MakeOptions : WriteOptions, DateOptions {
    std::optional<pki::KeyType> key_type;
    bool force = false;
};

/// Declares them; `role` decides the defaults that help names.
void declare_make_options(cli::Declaration& options, MakeOptions& target, pki::Role role);

/// Where the passphrase for a new key comes from; without one it is not encrypted.
struct NewKeyPassword {
    cli::SecretSource source{.what = "passphrase for the new key", .option = "new-key-password"};

    void declare(cli::Declaration& options);
    /// Asks twice. Throws Error(usage) when both answers differ, or it is empty.
    [[nodiscard]] std::optional<Secret> read(const cli::Context& context) const;
};

/// What a server or a client is told besides.
struct LeafOptions : MakeOptions {
    std::string name;
    std::vector<std::string> names;
    std::optional<std::string> ca;
    NewKeyPassword new_password;
};

void declare_leaf_options(cli::Declaration& options, LeafOptions& target, pki::Role role);

/// The dates in the order for a certificate.
void set_dates(pki::Order& order, const DateOptions& dates);

pki::Keeping keeping_of(const MakeOptions& options);

/// Signs the order with the CA of the folder and writes the files.
pki::Made make_leaf(const LeafOptions& options, pki::Order order, const cli::Context& context);

/// The --san values, checked. Throws Error(usage).
std::vector<pki::AlternativeName> read_names(const std::vector<std::string>& texts);

} // namespace mqttx::app::cert
