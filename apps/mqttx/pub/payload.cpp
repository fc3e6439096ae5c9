// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/payload.hpp"

#include "apps/mqttx/pub/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/io/file.hpp"

namespace mqttx::app::pub {

void payload_options(cli::Declaration& declaration, Options& options) {
    declaration.text("-m,--message", options.message, "TEXT", "publish this text");
    declaration.file("-f,--file", options.file, "FILE", "publish the content of a file");
    declaration.flag(
        "-s,--stdin-file", options.whole_input, "publish all of standard input as one message"
    );
    declaration.flag("-n,--null-message", options.empty, "publish an empty message");
}

int payload_count(const Options& options) {
    return (options.message ? 1 : 0) + (options.file ? 1 : 0) + (options.whole_input ? 1 : 0) +
           (options.empty ? 1 : 0);
}

Bytes read_payload(const Options& options, cli::Context& context) {
    if (options.message) {
        const auto text = as_bytes(*options.message);
        return {text.begin(), text.end()};
    }
    if (options.file) {
        auto content = io::read_file(*options.file, largest_payload, context.streams.in);
        if (content.empty()) {
            context.diagnostics.note(
                cat(in_quotes(*options.file), " is empty: publishing an empty message")
            );
        }
        return content;
    }
    if (options.whole_input) {
        auto content = io::read_all(context.streams.in, "standard input", largest_payload);
        if (content.empty()) {
            throw Error{
                ErrorKind::usage,
                "standard input is empty",
                "--null-message publishes an empty message"};
        }
        return content;
    }
    return {};
}

void protection_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Payload encryption");
    cli::keyring_options(declaration, options.keyrings);
    sealing_options(declaration, options);
}

void sealing_key_options(cli::Declaration& declaration, Options& options) {
    declaration.value(
        "--kid",
        cli::ValueKind::key,
        [&](const std::string& kid) { options.kid = kid; },
        "KID",
        "seal with this key and no other"
    );
    declaration.texts(
        "--to",
        options.recipients,
        "RECIPIENT",
        "seal for the X25519 key of this kid or name, or of a file (with a slash)"
    );
    declaration.text(
        "--sign",
        options.signer,
        "SIGNER",
        "sign with the Ed25519 key of this kid or name, or of a file (with a slash)"
    );
    declaration.offer("--to", cli::ValueKind::recipient);
    declaration.offer("--sign", cli::ValueKind::signer);
}

void sealing_options(cli::Declaration& declaration, Options& options) {
    sealing_key_options(declaration, options);
    declaration.flag(
        "--plaintext", options.plaintext, "publish as it is, even where a key protects the topic"
    );
}

void check_protection(const Options& options) {
    const bool seals = options.kid || !options.keyrings.files.empty() || options.signer ||
                       !options.recipients.empty();
    if (options.plaintext && seals) {
        throw Error{
            ErrorKind::usage,
            "--plaintext contradicts --keyring, --kid, --to and --sign",
            "leave one out"};
    }
    if (options.kid && !options.recipients.empty()) {
        throw Error{
            ErrorKind::usage, "--kid names a shared key, --to seals for others", "leave one out"};
    }
}

} // namespace mqttx::app::pub
