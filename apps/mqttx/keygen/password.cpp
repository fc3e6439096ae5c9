// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/credential.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/secret_options.hpp"
#include "common/io/output.hpp"
#include "common/keys/credential_file.hpp"
#include "common/keys/derivation.hpp"
#include "common/keys/password_line.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mqttx::app::keygen {

namespace {

enum class Transform { none, argon2id };

struct Options {
    Credential credential{};
    cli::SecretSource password{};
    bool random = false;
    Transform transform = Transform::none;
    std::optional<std::string> realm{};
    bool print_verifier = false;
    std::uint32_t rounds = keys::default_password_rounds;
};

/// Beyond this a CONNECT keeps the one thread of the broker busy for a second or so.
constexpr std::uint32_t slow_rounds = 1'000'000;

bool has_file(const Options& options) {
    return options.credential.file && options.credential.file != "-";
}

void check(const Options& options) {
    const bool transforms = options.transform != Transform::none;
    if (transforms != options.realm.has_value()) {
        throw Error{
            ErrorKind::usage,
            "--transform and --realm go together",
            "--transform argon2id --realm NAME, as on the clients"};
    }
    if (options.print_verifier && !transforms) {
        throw Error{
            ErrorKind::usage,
            "--print-verifier needs --transform",
            "only a transformed password has a verifier"};
    }
    if (options.random && options.password.is_given()) {
        throw Error{ErrorKind::usage, "--random makes a password, and another one is given"};
    }
    if (options.random && !has_file(options)) {
        throw Error{
            ErrorKind::usage,
            "--random prints the password, so that the line needs a file",
            "--file FILE puts the line into a password file"};
    }
}

Secret ask_for_password(const Options& options, const cli::Context& context) {
    auto source = options.password;
    source.ask = !source.is_given();
    auto password = cli::read_secret_source(source, context, io::PrivatePolicy::strict);
    if (source.ask) {
        source.what = "password once more";
        if (!password->equals(*cli::read_secret_source(source, context, {}))) {
            throw Error{ErrorKind::usage, "the two passwords are not the same"};
        }
    }
    if (password->empty() || password->expose_text().find('\0') != std::string_view::npos) {
        throw Error{
            ErrorKind::usage,
            password->empty() ? "the password is empty" : "the password has a NUL in it"};
    }
    return std::move(*password);
}

void print(const Secret& secret, cli::Context& context) {
    io::Output out{context.streams.out};
    out.write(secret.expose());
    out.write("\n");
    out.flush();
}

cli::ExitCode run(const Options& options, cli::Context& context) {
    if (options.credential.remove) {
        remove_credential(options.credential, context);
        return cli::ExitCode::ok;
    }
    check(options);
    auto password =
        options.random ? keys::generate_passphrase() : ask_for_password(options, context);
    if (options.random) {
        print(password, context);
    }
    if (options.realm) {
        password = keys::password_verifier(password, *options.realm, options.credential.name);
    }
    std::string line = keys::password_line(options.credential.name, password, options.rounds);
    if (options.print_verifier) {
        print(password, context);
    }
    if (!options.print_verifier || has_file(options)) {
        store_credential(options.credential, Secret::take(line), context);
    }
    if (options.rounds > slow_rounds) {
        context.diagnostics.warning(
            cat(options.rounds, " iterations keep the broker busy for each login, its one thread"),
            "--iterations 10000 is enough for a long password"
        );
    }
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_password(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("USER [--file FILE] [--random | --password-file FILE] [options]");
    declaration.about(
        "Makes a line for the password file of Mosquitto 2 (PBKDF2-SHA512). The password is asked "
        "for unless an option says where it comes from. With --transform the line is for "
        "clients that never send the password itself: what they send can still be replayed by "
        "anyone on the path, so prefer TLS."
    );
    declaration.operand("USER", options->credential.name, "the user name");
    credential_options(declaration, options->credential, "password file");
    cli::secret_options(declaration, options->password);
    declaration.flag(
        "--random", options->random, "make the password too, and print it on standard output"
    );
    declaration.choice(
        "--transform",
        options->transform,
        {{"argon2id", Transform::argon2id}},
        "METHOD",
        "the line of what clients with --password-transform argon2id send"
    );
    declaration.text("--realm", options->realm, "NAME", "the realm those clients name");
    declaration.flag(
        "--print-verifier",
        options->print_verifier,
        "print what is sent in place of the password: what a small device stores"
    );
    declaration.number(
        "--iterations", options->rounds, 1, 10'000'000, "N", "rounds of PBKDF2 (10000)"
    );
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen password alice --random --file passwd", "a new password for alice"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
