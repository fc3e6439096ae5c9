// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/algorithm.hpp"
#include "apps/mqttx/keygen/destination.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/terms.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/secret_options.hpp"
#include "common/io/output.hpp"
#include "common/keys/derivation.hpp"
#include "common/keys/random.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mqttx::app::keygen {

namespace {

struct Options {
    keys::Algorithm algorithm = keys::Algorithm::a256gcm;
    cli::SecretSource passphrase{.what = "passphrase", .option = "passphrase"};
    std::optional<std::string> salt{}; ///< as hexadecimal
    std::optional<std::string> realm{};
    bool generate = false;
    Terms terms{};
    Destination destination{};
};

void check(const Options& options) {
    if (options.salt && options.realm) {
        throw Error{ErrorKind::usage, "--salt and --realm are two ways to say the same"};
    }
    if (options.generate && options.passphrase.is_given()) {
        throw Error{ErrorKind::usage, "--generate makes a passphrase, and another one is given"};
    }
    if (options.generate && options.destination.file.value_or("-") == "-") {
        throw Error{
            ErrorKind::usage,
            "--generate prints the passphrase, so that the key needs a file",
            "-o FILE puts the key into a file"};
    }
}

keys::Salt read_salt(const std::string& digits) {
    keys::Salt salt{};
    const auto bytes = from_hex(digits);
    if (!bytes || bytes->size() != salt.size()) {
        throw Error{
            ErrorKind::usage,
            cat("--salt takes ", 2 * salt.size(), " hexadecimal digits, as this command prints")};
    }
    std::ranges::copy(*bytes, salt.begin());
    return salt;
}

keys::Salt take_salt(const Options& options) {
    if (options.salt) {
        return read_salt(*options.salt);
    }
    if (options.realm) {
        return keys::salt_of_realm(*options.realm);
    }
    keys::Salt salt{};
    keys::fill_random(salt);
    return salt;
}

Secret ask_for_passphrase(const Options& options, const cli::Context& context) {
    auto source = options.passphrase;
    source.ask = !source.is_given();
    auto passphrase = cli::read_secret_source(source, context, options.destination.policy);
    if (source.ask) {
        source.what = "passphrase once more";
        if (!passphrase->equals(*cli::read_secret_source(source, context, {}))) {
            throw Error{ErrorKind::usage, "the two passphrases are not the same"};
        }
    }
    return std::move(*passphrase);
}

cli::ExitCode run(Options& options, cli::Context& context) {
    check(options);
    require_destination(options.destination, context);
    const auto salt = take_salt(options);
    const auto given =
        options.generate ? keys::generate_passphrase() : ask_for_passphrase(options, context);
    const auto passphrase = keys::normalize_passphrase(given);
    keys::require_strong(passphrase);
    auto key = keys::key_from_passphrase(passphrase, salt, options.algorithm);
    apply(options.terms, key);
    store(std::move(key), options.destination, context);
    if (options.generate) {
        io::Output out{context.streams.out};
        out.write(passphrase.expose());
        out.write("\n");
        out.flush();
    }
    if (!options.salt && !options.realm) {
        context.diagnostics.note(
            cat("the same passphrase gives the same key elsewhere with --salt ", to_hex(salt))
        );
    }
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_passphrase(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("[--salt HEX | --realm NAME] [--generate] [--topic FILTER]... [-o FILE] "
                      "[options]");
    declaration.about(
        "Makes a shared key out of a passphrase (Argon2id, 64 MiB), for places where no file can "
        "be brought. Passphrase, salt and algorithm give the same key everywhere. The passphrase "
        "is asked for unless an option says where it comes from; weak ones are refused."
    );
    cli::secret_options(declaration, options->passphrase);
    declaration.flag(
        "--generate", options->generate, "make the passphrase too, and print it on standard output"
    );
    declaration.text(
        "--salt", options->salt, "HEX", "the salt of the other side; without it a new one is drawn"
    );
    declaration.text(
        "--realm",
        options->realm,
        "NAME",
        "take the salt from a name all sides know; guessing is easier for who knows it too"
    );
    algorithm_option(declaration, options->algorithm);
    terms_options(declaration, options->terms, "protect these topics; without it every topic");
    destination_options(declaration, options->destination);
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen passphrase --topic 'plant/#' -o keyring.jwks",
        "asks for a passphrase and says the salt for the other side"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
