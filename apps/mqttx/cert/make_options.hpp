// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/secret_options.hpp"
#include "common/pki/authority.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::cli {
class Declaration;
struct Context;
} // namespace mqttx::cli

namespace mqttx::app::cert {

/// What every verb that makes a certificate is told.
struct MakeOptions {
    std::string folder = "pki";
    std::optional<int> days;
    pki::KeyType key_type = pki::KeyType::p256;
    bool force = false;
    bool json = false;
    cli::SecretSource key_password{.what = "passphrase of the CA's key", .option = "key-password"};
};

/// Declares them; `role` decides the defaults that help names.
void declare_make_options(cli::Declaration& options, MakeOptions& target, pki::Role role);

/// What a server or a client is told besides.
struct LeafOptions : MakeOptions {
    std::string name;
    std::vector<std::string> names;
};

void declare_leaf_options(cli::Declaration& options, LeafOptions& target, pki::Role role);

/// Signs the order with the CA of the folder and writes the files.
pki::Made make_leaf(const LeafOptions& options, pki::Order order, const cli::Context& context);

/// The --san values, checked. Throws Error(usage).
std::vector<pki::AlternativeName> read_names(const std::vector<std::string>& texts);

} // namespace mqttx::app::cert
