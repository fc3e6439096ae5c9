// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/destination.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/keys/foreign_key.hpp"
#include "common/keys/key_change.hpp"

#include <memory>
#include <utility>

namespace mqttx::app::keygen {

namespace {

struct Options {
    Source source{};
    Destination destination{};
};

cli::ExitCode run(const Options& options, cli::Context& context) {
    auto set = read_source(options.source, context);
    for (keys::Key& key : set.keys) {
        if (key.type == keys::KeyType::symmetric || key.type == keys::KeyType::foreign) {
            throw Error{
                ErrorKind::local,
                key.type == keys::KeyType::symmetric
                    ? cat("key ", in_quotes(key.kid), " is shared: it has no public half")
                    : cat("key ",
                          in_quotes(key.kid),
                          " is of a kind that is not used here: ",
                          keys::foreign_kind(key).words()),
                "--kid picks one key pair of several keys"};
        }
        drop_private_half(key);
    }
    set.other_members.clear();
    store(std::move(set), options.destination, context);
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_public(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("FILE [--kid KID] [-o FILE] [options]");
    declaration.about("Prints the public halves of key pairs, to be given to those who seal for "
                      "them or verify their signatures.");
    source_options(declaration, options->source);
    destination_options(declaration, options->destination);
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen public alice.jwks -o alice.pub.jwks", "what alice gives to everybody"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
