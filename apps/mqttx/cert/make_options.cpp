// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/make_options.hpp"

#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"

namespace mqttx::app::cert {

void declare_make_options(cli::Declaration& options, MakeOptions& target, pki::Role role) {
    constexpr int longest = 36'500; // a hundred years
    options.folder("--dir", target.folder, "DIR", "the PKI's folder (default: pki)");
    options.number(
        "--days",
        target.days,
        1,
        longest,
        "N",
        cat("valid for N days (default: ", pki::profile_of(role).days, ")")
    );
    options.choice(
        "--key-type",
        target.key_type,
        {{"p256", pki::KeyType::p256},
         {"p384", pki::KeyType::p384},
         {"ed25519", pki::KeyType::ed25519},
         {"rsa2048", pki::KeyType::rsa2048},
         {"rsa3072", pki::KeyType::rsa3072},
         {"rsa4096", pki::KeyType::rsa4096}},
        "TYPE",
        "kind of the new key: p256 (default), p384, ed25519, rsa2048, rsa3072, rsa4096"
    );
    options.flag("--force", target.force, "replace existing files");
    cli::secret_options(options, target.key_password);
    options.flag("--json", target.json, "print one JSON object");
    cli::output_options(options);
}

void declare_leaf_options(cli::Declaration& options, LeafOptions& target, pki::Role role) {
    options.texts(
        "--san",
        target.names,
        "NAME",
        "one more name: a DNS name, address, URI or mail address, perhaps with DNS: IP: URI: "
        "email: before it (repeatable)"
    );
    declare_make_options(options, target, role);
}

pki::Made make_leaf(const LeafOptions& options, pki::Order order, const cli::Context& context) {
    order.common_name = options.name;
    order.days = options.days;
    const pki::Store store{options.folder};
    const pki::Authority ca{
        store, cli::read_secret_source(options.key_password, context, io::PrivatePolicy::strict)};
    return ca.make_leaf(
        order, {.key_type = options.key_type, .replace = options.force}, std::time(nullptr)
    );
}

std::vector<pki::AlternativeName> read_names(const std::vector<std::string>& texts) {
    std::vector<pki::AlternativeName> names;
    names.reserve(texts.size());
    for (const std::string& text : texts) {
        names.push_back(pki::parse_alternative_name(text));
    }
    return names;
}

} // namespace mqttx::app::cert
