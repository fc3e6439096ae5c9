// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/make_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::cert {

void declare_make_options(cli::Declaration& options, MakeOptions& target, pki::Role role) {
    declare_dates(options, target, std::to_string(pki::profile_of(role).days));
    declare_key_type(options, target.key_type, "p256");
    options.flag("--force", target.force, "replace existing files");
    declare_write_options(options, target, "print one JSON object");
}

void declare_leaf_options(cli::Declaration& options, LeafOptions& target, pki::Role role) {
    options.texts(
        "--san",
        target.names,
        "NAME",
        "one more name: a DNS name, address, URI or mail address, perhaps with DNS: IP: URI: "
        "email: before it"
    );
    declare_ca(options, target.ca);
    target.new_password.declare(options);
    declare_make_options(options, target, role);
}

void set_dates(pki::Order& order, const DateOptions& dates) {
    order.days = dates.days;
    order.not_before = dates.not_before;
    order.not_after = dates.not_after;
}

pki::Keeping keeping_of(const MakeOptions& options) {
    pki::Keeping keeping;
    keeping.key_type = options.key_type.value_or(pki::KeyType::p256);
    keeping.replace = options.force;
    keeping.dry_run = options.dry_run;
    return keeping;
}

pki::Made make_leaf(const LeafOptions& options, pki::Order order, const cli::Context& context) {
    order.common_name = options.name;
    set_dates(order, options);
    const pki::Store store = options.store();
    const pki::Authority ca{
        store, ca_password(options, context), pki::choose_authority(store, options.ca)};
    pki::Keeping keeping = keeping_of(options);
    keeping.key_password = options.new_password.read(context);
    return ca.make_leaf(order, keeping, std::time(nullptr));
}

void NewKeyPassword::declare(cli::Declaration& options) {
    cli::secret_options(options, source);
    options.flag(
        "--ask-new-key-password",
        source.ask,
        "ask for the passphrase for the new key on the terminal, twice"
    );
}

std::optional<Secret> NewKeyPassword::read(const cli::Context& context) const {
    auto password = cli::read_secret_source(source, context, io::PrivatePolicy::strict);
    if (password && source.ask &&
        !password->equals(io::prompt_secret("the same passphrase again"))) {
        throw Error{ErrorKind::usage, "the two passphrases differ"};
    }
    if (password && password->empty()) {
        throw Error{
            ErrorKind::usage, "the passphrase for the new key is empty", "leave the option out"};
    }
    return password;
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
