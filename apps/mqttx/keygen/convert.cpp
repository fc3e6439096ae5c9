// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/algorithm.hpp"
#include "apps/mqttx/keygen/destination.hpp"
#include "apps/mqttx/keygen/key_format.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/key_file.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mqttx::app::keygen {

namespace {

struct Options {
    Source source{};
    std::optional<KeyFormat> format{};
    std::optional<HexType> type{}; ///< of digits that are read
    std::optional<std::string> given_kid{};
    keys::Algorithm algorithm = keys::Algorithm::a256gcm;
    Destination destination{};
};

keys::JwkSet read(const Options& options, const cli::Context& context) {
    const HexMeaning meaning{options.type, options.algorithm, options.given_kid};
    const auto parse = [&](ByteView content, std::string_view source) {
        return parse_keys(content, source, meaning);
    };
    auto set = keys::read_key_file(
        options.source.file, options.destination.policy, context.streams.in, parse
    );
    if (options.source.kid) {
        keep_only(set, *options.source.kid, options.source.file);
    }
    return set;
}

/// What the other formats have no place for.
void note_losses(const keys::JwkSet& set, cli::Context& context) {
    for (const auto& key : set.keys) {
        if (!key.name.empty() || !key.topics.empty() || key.seals_from || key.seals_until ||
            key.opens_until || key.state != keys::KeyState::active) {
            context.diagnostics.note(cat(
                "the name, topics, dates and state of key ", in_quotes(key.kid), " are left out"
            ));
        }
    }
}

cli::ExitCode run(Options& options, cli::Context& context) {
    if (!options.format) {
        throw Error{ErrorKind::usage, "convert needs --to", "--to jwk, pem, cose or hex"};
    }
    auto set = read(options, context);
    if (set.holds_secrets()) {
        require_destination(options.destination, context);
    }
    if (options.format == KeyFormat::jwk) {
        store(std::move(set), options.destination, context);
        return cli::ExitCode::ok;
    }
    const auto content = write_keys(set, *options.format);
    note_losses(set, context);
    const auto& file = options.destination.file;
    if (!file || file == "-") {
        io::Output out{context.streams.out};
        out.write(content.expose());
        out.flush();
    } else {
        const io::WriteOptions how{keys::mode_for(set), options.destination.force};
        io::write_file(*file, content.expose(), how);
    }
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_convert(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("FILE --to FORMAT [--kid KID] [-o FILE] [options]");
    declaration.about(
        "Writes keys in another format: jwk (a JWK Set), pem (PKCS#8 and SubjectPublicKeyInfo, as "
        "OpenSSL reads them), cose (COSE_Key, or a COSE_KeySet of several), hex (the bytes of one "
        "key). The format of FILE is recognized. Of digits --type has to say what they are."
    );
    source_options(declaration, options->source);
    declaration.choice(
        "--to",
        options->format,
        {{"jwk", KeyFormat::jwk},
         {"pem", KeyFormat::pem},
         {"cose", KeyFormat::cose},
         {"hex", KeyFormat::hex}},
        "FORMAT",
        "the format to write: jwk, pem, cose or hex"
    );
    declaration.choice(
        "--type",
        options->type,
        {{"symmetric", HexType::symmetric},
         {"x25519", HexType::x25519},
         {"ed25519", HexType::ed25519},
         {"x25519-public", HexType::x25519_public},
         {"ed25519-public", HexType::ed25519_public}},
        "TYPE",
        "what key the digits in FILE are: symmetric, x25519, ed25519, x25519-public or "
        "ed25519-public"
    );
    declaration.text("--new-kid", options->given_kid, "KID", "the kid for the digits in FILE");
    algorithm_option(declaration, options->algorithm);
    destination_options(declaration, options->destination);
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen convert press.jwks --to pem -o press.pem", "a key that OpenSSL signs with"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
