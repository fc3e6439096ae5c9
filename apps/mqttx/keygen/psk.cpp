// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/credential.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/keys/credential_file.hpp"
#include "common/keys/random.hpp"

#include <array>
#include <memory>
#include <string>

namespace mqttx::app::keygen {

namespace {

constexpr std::size_t key_size = 32;

Secret psk_line(const std::string& identity) {
    std::array<std::uint8_t, key_size> key{};
    keys::fill_random(key);
    std::string digits = to_hex(key);
    wipe(key);
    std::string line = cat(identity, ':', digits);
    wipe(digits);
    return Secret::take(line);
}

cli::ExitCode run(const Credential& credential, cli::Context& context) {
    if (!keys::is_credential_name(credential.name)) {
        throw Error{
            ErrorKind::usage,
            cat("identity ", in_quotes(credential.name), " cannot stand in a PSK file"),
            "it is UTF-8 without ':' and control characters, '#' in front and blanks around it"};
    }
    if (credential.remove) {
        remove_credential(credential, context);
        return cli::ExitCode::ok;
    }
    if (!credential.file && io::is_terminal(context.streams.out)) {
        throw Error{
            ErrorKind::usage,
            "a secret key is not printed on a terminal",
            "--file FILE puts it into a file, --file - prints it all the same"};
    }
    store_credential(credential, psk_line(credential.name), context);
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_psk(cli::Declaration& declaration) {
    auto credential = std::make_shared<Credential>();
    declaration.usage("IDENTITY [--file FILE] [options]");
    declaration.about(
        "Makes a pre-shared key for TLS without certificates: a line for the psk_file of "
        "Mosquitto, and for --psk-file of this program."
    );
    declaration.operand("IDENTITY", credential->name, "who has the key, as --psk-identity says it");
    credential_options(declaration, *credential, "PSK file");
    cli::output_options(declaration);
    declaration.example("mqttx keygen psk pump7 --file psk", "a key for pump7, beside the others");
    return [credential](cli::Context& context) { return run(*credential, context); };
}

} // namespace mqttx::app::keygen
