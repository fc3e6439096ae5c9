// SPDX-License-Identifier: Apache-2.0
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

struct Options {
    Terms terms{};
    Destination destination{};
};

cli::Runner
declare_pair(cli::Declaration& declaration, keys::KeyType type, std::string topic_description) {
    auto options = std::make_shared<Options>();
    declaration.usage("[--topic FILTER]... [-o FILE] [options]");
    terms_options(declaration, options->terms, std::move(topic_description));
    destination_options(declaration, options->destination);
    cli::output_options(declaration);
    return [options, type](cli::Context& context) {
        require_destination(options->destination, context);
        auto key = keys::generate_pair(type);
        apply(options->terms, key);
        store(std::move(key), options->destination, context);
        return cli::ExitCode::ok;
    };
}

} // namespace

cli::Runner declare_x25519(cli::Declaration& declaration) {
    declaration.about(
        "Makes the key pair of somebody who receives: who has its public half (keygen public) "
        "seals for him with --to, and nobody but him opens it, other senders included."
    );
    declaration.example(
        "mqttx keygen x25519 --name alice -o alice.jwks", "adds a key pair that alice keeps"
    );
    return declare_pair(declaration, keys::KeyType::x25519, "receive these topics only");
}

cli::Runner declare_ed25519(cli::Declaration& declaration) {
    declaration.about(
        "Makes the key pair of somebody who sends: he signs with --sign, and who has the public "
        "half (keygen public) in his keyring knows the message for his."
    );
    declaration.example(
        "mqttx keygen ed25519 --name press --topic 'plant/press/#' -o press.jwks",
        "adds a key pair that signs below plant/press and nowhere else"
    );
    return declare_pair(
        declaration, keys::KeyType::ed25519, "sign for these topics only; receivers see to it"
    );
}

} // namespace mqttx::app::keygen
