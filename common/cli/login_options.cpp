// SPDX-License-Identifier: Apache-2.0
#include "common/cli/login_options.hpp"

#include "common/base/error.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/secret_options.hpp"
#include "common/keys/derivation.hpp"

#include <utility>

namespace mqttx::cli {

namespace {

std::optional<Secret> read_password(ConnectionOptions& connection, Context& context) {
    if (!connection.password_word) {
        return read_secret_source(connection.password, context, secret_policy(connection));
    }
    if (connection.password.is_given()) {
        refuse_two_passwords();
    }
    return std::move(connection.password_word);
}

/// Refuses a transform that lacks something.
void check_transform(const ConnectionOptions& connection, bool has_password) {
    const auto refuse = [](std::string_view what, std::string_view hint) {
        throw Error{ErrorKind::usage, std::string{what}, std::string{hint}};
    };
    if (!connection.password_transformed) {
        if (connection.realm) {
            refuse("--realm goes with --password-transform", "add --password-transform argon2id");
        }
        return;
    }
    if (!connection.realm) {
        refuse(
            "--password-transform goes with --realm",
            "--realm NAME, as the broker's operator gave it to mqttx keygen password"
        );
    }
    if (!connection.connect.username || !has_password) {
        refuse(
            "--password-transform needs a user name and a password",
            "--username NAME and --password-file FILE"
        );
    }
}

} // namespace

void login_options(Declaration& options, ConnectionOptions& connection) {
    options.section("Authentication");
    options.text(
        "-u,--username", connection.connect.username, "NAME", "log in under this user name"
    );
    secret_options(options, connection.password);
    options.flag(
        "--password-file-raw",
        connection.password.raw_file,
        "keep the final line feed of --password-file"
    );
    options.flag("--ask-password", connection.password.ask, "ask for the password on the terminal");
    options.secret(
        "-P,--pw",
        connection.password_word,
        "PASSWORD",
        "the password itself (others may see it: prefer the options above)"
    );
    options.choice(
        "--password-transform",
        connection.password_transformed,
        {{"none", false}, {"argon2id", true}},
        "METHOD",
        "send what Argon2id makes of the password instead of it: argon2id, or none"
    );
    options.text(
        "--realm", connection.realm, "NAME", "what the broker's operator calls the place, for that"
    );
    options.flag(
        "--allow-plaintext-password",
        connection.connect.plaintext_password_allowed,
        "send user name and password without TLS to any host"
    );
    options.flag(
        "--insecure-key-permissions",
        connection.lax_permissions,
        "use secret files although others can read them"
    );
}

[[noreturn]] void refuse_two_passwords() {
    throw Error{
        ErrorKind::usage,
        "the password comes from more than one place",
        "leave out --pw and the one in --url"};
}

std::optional<Secret> take_password(ConnectionOptions& connection, Context& context, bool tls) {
    auto password = read_password(connection, context);
    check_transform(connection, password.has_value());
    if (!connection.password_transformed) {
        return password;
    }
    if (!tls) {
        connection.connect.plaintext_password_allowed = true;
        context.diagnostics.warning(
            "the transformed password keeps yours off the wire, but whoever is on the way can log "
            "in "
            "with what is sent, and guess a weak one",
            "--tls protects it; without, encrypt the payloads: mqttx keygen"
        );
    }
    return keys::password_verifier(*password, *connection.realm, *connection.connect.username);
}

} // namespace mqttx::cli
