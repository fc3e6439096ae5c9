// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/payload/envelope_text.hpp"
#include "apps/mqttx/payload/payload.hpp"
#include "apps/mqttx/sub/shared_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/keyring_options.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/profile.hpp"
#include "common/cli/program.hpp"
#include "common/cose/generic.hpp"
#include "common/cose/inspection.hpp"
#include "common/cose/receiver.hpp"
#include "common/io/output.hpp"
#include "common/mqtt/options.hpp"

#include <ctime>
#include <memory>
#include <optional>
#include <string>

namespace mqttx::app::payload {

namespace {

struct Options {
    cli::KeyringOptions keyrings{};
    std::optional<std::string> topic{};
    std::optional<std::string> external_aad{}; ///< in hexadecimal
    std::optional<std::string> kid{};
    std::optional<cose::MessageType> type{};
    cose::ReceiverOptions receiver{};
    EnvelopeText text{};
    io::PrivatePolicy policy = io::PrivatePolicy::strict;
};

[[noreturn]] void refuse(const cose::Verdict& verdict) {
    const std::string reason{cose::word(verdict.reason.value_or(cose::Reason::malformed))};
    throw Error{
        ErrorKind::payload,
        cat(reason, ": ", verdict.explanation),
        verdict.hint,
        {.payload_reason = reason}};
}

/// What is known of the sender, for people: the plaintext goes out alone.
void tell_sender(const cose::Verdict& verdict, cli::Context& context) {
    if (verdict.signer) {
        context.diagnostics.note(cat("signed by ", verdict.signer_text()));
    } else if (verdict.status == cose::Status::anonymous) {
        context.diagnostics.warning("nobody signed this: it could be from anybody who has the "
                                    "public key");
    }
}

/// A profile speaks to pub and sub too: of what it says, that counts which goes with the words of
/// the command line.
void follow_command_line(const cli::Declaration& declaration, Options& options) {
    const auto given = [&](std::string_view option) { return declaration.given(option); };
    if (!given("topic") && (given("external-aad") || given("kid") || given("type"))) {
        options.topic.reset();
    }
    if (options.topic && !given("kid")) {
        options.kid.reset();
    }
    if (!options.topic && !given("max-age")) {
        options.receiver.ages.max_age.reset();
    }
    if (!options.topic && !given("require-signed")) {
        options.receiver.require_signed = false;
    }
}

/// Throws Error(usage) where what is said about the message contradicts itself.
void check(const Options& options) {
    const auto refuse_with = [](bool given, std::string_view option, std::string_view other) {
        if (given) {
            throw Error{ErrorKind::usage, cat(option, " contradicts ", other), "leave one out"};
        }
    };
    if (options.topic) {
        refuse_with(options.external_aad.has_value(), "--external-aad", "--topic");
        refuse_with(options.kid.has_value(), "--kid", "--topic");
        refuse_with(options.type.has_value(), "--type", "--topic");
        mqtt::check_publish(*options.topic, 0, 0, {});
        return;
    }
    if (options.receiver.require_signed || options.receiver.ages.max_age) {
        throw Error{
            ErrorKind::usage,
            cat(options.receiver.require_signed ? "--require-signed" : "--max-age",
                " goes with --topic"),
            "without a topic only the rules of COSE apply"};
    }
    if (options.external_aad && !from_hex(*options.external_aad)) {
        throw Error{
            ErrorKind::usage,
            "--external-aad takes hexadecimal digits",
            "an even number of them, without blanks"};
    }
}

/// Plain COSE: no topic, no age.
cose::Verdict
open_plain_cose(const Options& options, ByteView envelope, const keys::Keyring& keyring) {
    const auto aad = from_hex(options.external_aad.value_or(""));
    return cose::open_generic(
        envelope, {*aad, options.kid, options.type}, keyring, std::time(nullptr)
    );
}

cose::Verdict open(const Options& options, ByteView envelope, const keys::Keyring& keyring) {
    auto wanted = options.receiver;
    wanted.require_encrypted = true;
    cose::Receiver receiver{keyring, wanted};
    return receiver.receive({*options.topic, envelope}, std::time(nullptr));
}

cli::ExitCode run(Options& options, cli::Context& context) {
    check(options);
    options.receiver.ages.ignored = !options.receiver.ages.max_age;
    const auto keyring = cli::take_keyring(options.keyrings, context, options.policy);
    const auto envelope = read_envelope(options.text, context);
    if (options.topic) {
        cose::inspect(envelope, 0); // says what is wrong with the form
    }
    const auto verdict = options.topic ? open(options, envelope, keyring)
                                       : open_plain_cose(options, envelope, keyring);
    if (!verdict.is_opened()) {
        refuse(verdict);
    }
    io::Output out{context.streams.out};
    out.write(verdict.plaintext);
    out.flush();
    tell_sender(verdict, context);
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_open(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    auto& receiver = options->receiver;
    declaration.usage(
        "[-t TOPIC | --external-aad HEX] [--keyring FILE]... [options] < ENVELOPE > PLAINTEXT"
    );
    declaration.about(
        "Opens the envelope on standard input by the rules of sub, but for its age and for "
        "replays: "
        "a file may be old and be opened twice. Writes the plaintext whole or not at all; an "
        "envelope that does not open is answered with the reason and exit status 9. Without a "
        "topic "
        "any COSE message opens, by the rules of COSE alone."
    );
    declaration.text("-t,--topic", options->topic, "TOPIC", "the topic it was sealed for");
    declaration.text(
        "--external-aad",
        options->external_aad,
        "HEX",
        "without a topic: what is authenticated beside the message (nothing)"
    );
    declaration.text(
        "--kid", options->kid, "KID", "without a topic: the key of a message that names none"
    );
    declaration.offer("--kid", cli::ValueKind::key);
    declaration.choice(
        "--type",
        options->type,
        {{"encrypt0", cose::MessageType::encrypt0},
         {"encrypt", cose::MessageType::encrypt},
         {"sign1", cose::MessageType::sign1}},
        "TYPE",
        "without a topic: what a message without a tag is: encrypt0, encrypt or sign1"
    );
    cli::keyring_options(declaration, options->keyrings);
    declaration.flag(
        "--require-signed",
        receiver.require_signed,
        "refuse it without a signature of a key in the keyring"
    );
    declaration.flag(
        "--allow-anonymous",
        receiver.allow_anonymous,
        "take an envelope to our own public key that nobody signed"
    );
    sub::age_option(
        declaration,
        "--max-age",
        [&receiver](std::int64_t age) { receiver.ages.max_age = age; },
        "refuse it when it is older, or its key's own limit says so"
    );
    sub::age_option(
        declaration,
        "--max-skew",
        [&receiver](std::int64_t age) { receiver.ages.max_skew = age; },
        "with --max-age: tolerate a sender's clock that is this far ahead (60 s)"
    );
    text_options(declaration, options->text);
    declaration.flag(
        "--insecure-key-permissions",
        [policy = &options->policy] { *policy = io::PrivatePolicy::lax; },
        "use secret files although others can read them"
    );
    cli::output_options(declaration);
    cli::profile_options(declaration);
    declaration.after_parse([&declaration, options](cli::Context&) {
        follow_command_line(declaration, *options);
    });
    declaration.example(
        cat(cli::program_name, " payload open -t plant/1/temp < envelope"),
        "the plaintext, with the keys of the user's own keyring"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::payload
