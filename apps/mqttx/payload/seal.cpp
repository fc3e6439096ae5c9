// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/payload/envelope_text.hpp"
#include "apps/mqttx/payload/payload.hpp"
#include "apps/mqttx/pub/parties.hpp"
#include "apps/mqttx/pub/payload.hpp"
#include "apps/mqttx/pub/protection.hpp"
#include "apps/mqttx/pub/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/profile.hpp"
#include "common/cli/program.hpp"
#include "common/cose/reason.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"
#include "common/mqtt/options.hpp"

#include <ctime>
#include <memory>
#include <optional>
#include <string>

namespace mqttx::app::payload {

namespace {

struct Options {
    pub::Options keys{}; ///< only what is said about keys
    std::optional<std::string> topic{};
    std::optional<std::string> content_type{};
    EnvelopeText text{};
    io::PrivatePolicy policy = io::PrivatePolicy::strict;
};

/// The keys for the topic. Throws Error(payload) where none of the keyring would seal for it.
cose::SealingKeys keys_for(
    const Options& options,
    const pub::Protection& protection,
    const std::string& topic,
    std::int64_t now
) {
    const bool is_named = options.keys.kid || !options.keys.recipients.empty();
    auto keys =
        is_named || protection.is_protected(topic) ? protection.keys_for(topic, now) : std::nullopt;
    if (!keys) {
        throw Error{
            ErrorKind::payload,
            cat("no key of the keyring is for topic ", in_quotes(topic)),
            "--keyring FILE names the file that holds one, mqttx keygen makes one",
            {.payload_reason = std::string{cose::word(cose::Reason::unknown_kid)}}};
    }
    return *std::move(keys);
}

cli::ExitCode run(const Options& options, cli::Context& context) {
    if (!options.topic) {
        throw Error{
            ErrorKind::usage,
            "an envelope is sealed for a topic, and opens on no other",
            "add --topic TOPIC"};
    }
    encode(options.text, {}); // refuses a contradiction before anything is read
    pub::check_protection(options.keys);
    auto keyring = cli::take_keyring(options.keys.keyrings, context, options.policy);
    auto parties = pub::take_parties(options.keys, keyring, options.policy, context.diagnostics);
    pub::Protection protection{options.keys, keyring, std::move(parties)};
    mqtt::Properties properties;
    if (options.content_type) {
        properties.push_back({mqtt::property_id::content_type, *options.content_type});
    }
    const auto& topic = *options.topic;
    mqtt::check_publish(topic, 0, 0, properties);
    const auto keys = keys_for(options, protection, topic, std::time(nullptr));
    const auto plaintext = io::read_all(context.streams.in, "standard input", pub::largest_payload);
    protection.check(topic, 0, plaintext.size(), properties);
    io::Output out{context.streams.out};
    out.write(encode(
        options.text, protection.seal(keys, topic, plaintext, std::time(nullptr), properties)
    ));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_seal(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("-t TOPIC [--keyring FILE]... [options] < PLAINTEXT > ENVELOPE");
    declaration.about("Seals standard input as pub does, for a script or another transport: the "
                      "same keys, the same rules, the same envelope.");
    declaration.text("-t,--topic", options->topic, "TOPIC", "seal for this topic");
    cli::keyring_options(declaration, options->keys.keyrings);
    pub::sealing_key_options(declaration, options->keys);
    declaration.text(
        "--content-type", options->content_type, "TYPE", "say inside what the plaintext is"
    );
    text_options(declaration, options->text);
    declaration.flag(
        "--insecure-key-permissions",
        [policy = &options->policy] { *policy = io::PrivatePolicy::lax; },
        "use secret files although others can read them"
    );
    cli::output_options(declaration);
    cli::profile_options(declaration);
    declaration.example(
        cat("echo 21.5 | ", cli::program_name, " payload seal -t plant/1/temp --base64"),
        "an envelope as a line of text, under the key of the user's own keyring"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::payload
