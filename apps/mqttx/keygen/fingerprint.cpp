// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"
#include "common/keys/thumbprint.hpp"

#include <memory>
#include <string>

namespace mqttx::app::keygen {

namespace {

cli::ExitCode run(const Source& source, cli::Context& context) {
    const auto set = read_source(source, context);
    std::string lines;
    for (const keys::Key& key : set.keys) {
        if (key.type == keys::KeyType::x25519 || key.type == keys::KeyType::ed25519) {
            lines +=
                cat(to_base64url(keys::thumbprint(key)), "  ", io::escape_for_terminal(key.kid));
            lines += key.name.empty() ? "\n" : cat("  ", io::escape_for_terminal(key.name), '\n');
        }
    }
    if (lines.empty()) {
        throw Error{
            ErrorKind::local,
            cat("no key pair in ", in_quotes(source.file)),
            "X25519 and Ed25519 keys have a fingerprint; of a shared key it would tell too much"};
    }
    io::Output out{context.streams.out};
    out.write(lines);
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_fingerprint(cli::Declaration& declaration) {
    auto source = std::make_shared<Source>();
    declaration.usage("FILE [--kid KID] [options]");
    declaration.about("Prints the SHA-256 thumbprint (RFC 7638), the kid and the name of each key "
                      "pair: compare the thumbprint by another way before you trust a public key.");
    source_options(declaration, *source);
    cli::output_options(declaration);
    declaration.example("mqttx keygen fingerprint alice.pub.jwks", "the same line alice sees");
    return [source](cli::Context& context) { return run(*source, context); };
}

} // namespace mqttx::app::keygen
