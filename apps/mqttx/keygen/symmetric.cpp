// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/algorithm.hpp"
#include "apps/mqttx/keygen/destination.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/terms.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/keys/generate.hpp"

#include <memory>
#include <utility>

namespace mqttx::app::keygen {

namespace {

using keys::Algorithm;

struct Options {
    Algorithm algorithm = Algorithm::a256gcm;
    Terms terms{};
    Destination destination{};
};

cli::ExitCode run(Options& options, cli::Context& context) {
    require_destination(options.destination, context);
    auto key = keys::generate_symmetric(options.algorithm);
    apply(options.terms, key);
    store(std::move(key), options.destination, context);
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_symmetric(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("[--alg ALGORITHM] [--topic FILTER]... [-o FILE] [options]");
    declaration.about(
        "Makes a key that all who seal and open messages share. It goes into a JWK Set, the "
        "file that --keyring takes; everybody who has it can read and write these topics."
    );
    algorithm_option(declaration, options->algorithm);
    terms_options(declaration, options->terms, "protect these topics; without it every topic");
    destination_options(declaration, options->destination);
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen --topic 'plant/#' -o keyring.jwks", "adds a key for everything below plant"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
