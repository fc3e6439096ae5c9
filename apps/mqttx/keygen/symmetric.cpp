// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/destination.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/keys/generate.hpp"
#include "common/topic/validity.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mqttx::app::keygen {

namespace {

using keys::Algorithm;

struct Options {
    Algorithm algorithm = Algorithm::a256gcm;
    std::vector<std::string> topics{};
    std::string name{};
    Destination destination{};
};

void check_filter(const std::string& filter) {
    if (const auto fault = topic::topic_filter_fault(filter)) {
        throw Error{ErrorKind::usage, cat("--topic ", in_quotes(filter), ": ", *fault)};
    }
    if (const auto shared = topic::shared_subscription(filter)) {
        throw Error{
            ErrorKind::usage,
            cat("--topic ", in_quotes(filter), " is a shared subscription; a key is for topics"),
            cat("--topic ", in_quotes(shared->filter), " covers the same messages")};
    }
}

cli::ExitCode run(Options& options, cli::Context& context) {
    for (const auto& filter : options.topics) {
        check_filter(filter);
    }
    require_destination(options.destination, context);
    auto key = keys::generate_symmetric(options.algorithm);
    key.name = std::move(options.name);
    key.topics = std::move(options.topics);
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
    declaration.choice(
        "--alg",
        options->algorithm,
        {{"A256GCM", Algorithm::a256gcm},
         {"A128GCM", Algorithm::a128gcm},
         {"ChaCha20Poly1305", Algorithm::chacha20_poly1305},
         {"AES-CCM-16-64-128", Algorithm::aes_ccm_16_64_128}},
        "ALGORITHM",
        "the cipher the key is for (A256GCM); AES-CCM-16-64-128 is for constrained devices"
    );
    declaration.texts(
        "-t,--topic", options->topics, "FILTER", "protect these topics; without it every topic"
    );
    declaration.text("--name", options->name, "NAME", "a name for people");
    destination_options(declaration, options->destination);
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen --topic 'plant/#' -o keyring.jwks", "adds a key for everything below plant"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
