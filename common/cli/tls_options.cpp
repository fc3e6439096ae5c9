// SPDX-License-Identifier: Apache-2.0
#include "common/cli/tls_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/tls/psk.hpp"

namespace mqttx::cli {

namespace {

/// Stores a word and notes that TLS is wanted: an option that only makes sense with TLS turns it
/// on.
auto store_in(std::string& target, bool& wanted) {
    return [&target, &wanted](const std::string& word) {
        target = word;
        wanted = true;
    };
}

tls::KeyForm key_form(const std::string& word) {
    if (word == "engine") {
        throw Error{
            ErrorKind::usage,
            "--keyform engine is not offered",
            "keys are read from files: --key FILE"};
    }
    if (word != "pem" && word != "der") {
        throw Error{ErrorKind::usage, cat("--keyform takes pem or der, not ", in_quotes(word))};
    }
    return word == "der" ? tls::KeyForm::der : tls::KeyForm::pem;
}

void psk_options(Declaration& options, ConnectionOptions& connection) {
    options.value(
        "--psk-identity",
        ValueKind::text,
        store_in(connection.tls.psk_identity, connection.tls_wanted),
        "NAME",
        "be known to the broker under this name, with a pre-shared key in place of certificates"
    );
    options.value(
        "--psk-file",
        ValueKind::file,
        [&](const std::string& word) {
            connection.psk_file = word;
            connection.tls_wanted = true;
        },
        "FILE",
        "read the pre-shared key from the line IDENTITY:KEY of a private file"
    );
    options.secret(
        "--psk",
        connection.psk_word,
        "KEY",
        "the pre-shared key itself, in hexadecimal (others may see it: prefer --psk-file)"
    );
}

/// The pre-shared key from where it was said to be.
void take_psk(ConnectionOptions& connection, tls::ClientOptions& tls, Context& context) {
    if (connection.psk_word && connection.psk_file) {
        throw Error{
            ErrorKind::usage,
            "the pre-shared key comes from more than one place",
            "leave out --psk"};
    }
    if (connection.psk_file) {
        auto text = io::read_private_file(*connection.psk_file, tls.key_policy, context.streams.in);
        auto found = tls::find_psk(text.expose_text(), tls.psk_identity, *connection.psk_file);
        tls.psk_identity = std::move(found.identity);
        tls.psk = std::move(found.key);
    } else if (connection.psk_word) {
        tls.psk = tls::parse_psk(connection.psk_word->expose_text());
        if (!tls.psk) {
            throw Error{
                ErrorKind::usage,
                "--psk takes 1 to 512 bytes in hexadecimal",
                "a key of 32 bytes has 64 digits"};
        }
    } else if (!tls.psk_identity.empty()) {
        throw Error{
            ErrorKind::usage, "--psk-identity is given without a key", "add --psk-file FILE"};
    }
    const bool certificates = !tls.cafile.empty() || !tls.capath.empty() || tls.use_os_certs ||
                              !tls.cert.empty() || !tls.crlfile.empty() || !tls.pins.empty();
    if (tls.psk && certificates) {
        throw Error{
            ErrorKind::usage,
            "a pre-shared key stands in place of certificates: both are given",
            "leave out --cafile, --capath, --tls-use-os-certs, --cert, --crlfile and --pin-sha256"};
    }
}

void warn(const tls::ClientOptions& tls, Diagnostics& diagnostics) {
    if (tls.insecure_all) {
        diagnostics.warning(
            "--insecure-skip-verify: the broker is not verified, anybody can be in between"
        );
    } else if (tls.insecure_hostname) {
        diagnostics.warning("--insecure: the broker's host name is not verified, any "
                            "holder of a trusted certificate can be in between");
    }
    if (!tls.keylog.empty()) {
        diagnostics.warning(
            cat("--tls-keylog: whoever reads ",
                in_quotes(tls.keylog),
                " can decrypt a recording of this connection")
        );
    }
}

} // namespace

void tls_options(Declaration& options, ConnectionOptions& connection) {
    auto& tls = connection.tls;
    auto& wanted = connection.tls_wanted;
    options.section("TLS");
    options.flag(
        "--tls", wanted, "use TLS; on by itself with port 8883, mqtts:// or any option below"
    );
    options.flag("--no-tls", connection.tls_off, "never use TLS");
    options.value(
        "--cafile",
        ValueKind::file,
        store_in(tls.cafile, wanted),
        "FILE",
        "trust the CA certificates of this PEM file, and only these"
    );
    options.value(
        "--capath",
        ValueKind::folder,
        store_in(tls.capath, wanted),
        "DIR",
        "trust the CA certificates of this hashed folder"
    );
    options.flag(
        "--tls-use-os-certs",
        [&] { tls.use_os_certs = wanted = true; },
        "trust the system's CA certificates (the default without --cafile and --capath)"
    );
    options.value(
        "--cert",
        ValueKind::file,
        store_in(tls.cert, wanted),
        "FILE",
        "our certificate, PEM, followed by its chain"
    );
    options.value(
        "--key",
        ValueKind::file,
        store_in(tls.key, wanted),
        "FILE",
        "the private key of --cert, PEM"
    );
    options.value(
        "--keyform",
        ValueKind::choice,
        [&](const std::string& word) {
            tls.key_form = key_form(word);
            wanted = true;
        },
        "FORM",
        "the key is written in pem (the default) or der"
    );
    options.offer("--keyform", ValueKind::choice, {"pem", "der"});
    secret_options(options, connection.key_password);
    options.choice(
        "--tls-version",
        connection.tls_minimum,
        {{"tlsv1.2", tls::Version::tls12},
         {"1.2", tls::Version::tls12},
         {"tlsv1.3", tls::Version::tls13},
         {"1.3", tls::Version::tls13}},
        "VERSION",
        "accept this TLS version or newer: tlsv1.2 or tlsv1.3"
    );
    options.value(
        "--ciphers",
        ValueKind::text,
        store_in(tls.ciphers, wanted),
        "LIST",
        "offer these TLS 1.2 ciphers (OpenSSL cipher list)"
    );
    options.value(
        "--tls13-ciphers",
        ValueKind::text,
        store_in(tls.tls13_ciphers, wanted),
        "LIST",
        "offer these TLS 1.3 cipher suites"
    );
    options.value(
        "--tls-alpn",
        ValueKind::text,
        store_in(tls.alpn, wanted),
        "NAME",
        "offer this application protocol"
    );
    options.value(
        "--servername",
        ValueKind::text,
        store_in(tls.servername, wanted),
        "NAME",
        "ask for and verify this name instead of the host"
    );
    options.value(
        "--pin-sha256",
        ValueKind::text,
        [&](const std::string& word) {
            tls.pins.push_back(word);
            wanted = true;
        },
        "PIN",
        "also demand this public key: base64 of the SHA-256 of its SPKI (repeatable)"
    );
    options.value(
        "--crlfile",
        ValueKind::file,
        store_in(tls.crlfile, wanted),
        "FILE",
        "refuse certificates revoked by these PEM CRLs"
    );
    psk_options(options, connection);
    options.value(
        "--tls-keylog",
        ValueKind::file,
        store_in(tls.keylog, wanted),
        "FILE",
        "append the session's secrets to this file, so that others can decrypt what they recorded "
        "(warns)"
    );
    options.flag(
        "--tls-info",
        [&] { connection.connect.tells_tls = wanted = true; },
        "say what was agreed on: version, cipher suite, chain and pin"
    );
    options.flag(
        "--insecure",
        [&] { tls.insecure_hostname = wanted = true; },
        "do not check the broker's host name (warns)"
    );
    options.flag(
        "--insecure-skip-verify",
        [&] { tls.insecure_all = wanted = true; },
        "do not verify the broker at all (warns)"
    );
    for (const auto* const engine : {"--tls-engine", "--tls-engine-kpass-sha1"}) {
        options.refused(engine, true, "keys are read from files: --key FILE");
    }
}

tls::ClientOptions take_tls(ConnectionOptions& connection, Context& context) {
    auto tls = std::move(connection.tls);
    tls.minimum = connection.tls_minimum.value_or(tls.minimum);
    if (tls.key.empty() != tls.cert.empty() && tls.cert.empty()) {
        throw Error{
            ErrorKind::usage,
            "--key is given without --cert",
            "add --cert FILE with the certificate of that key"};
    }
    tls.key_policy =
        connection.lax_permissions ? io::PrivatePolicy::lax : io::PrivatePolicy::strict;
    tls.key_password = read_secret_source(connection.key_password, context, tls.key_policy);
    tls.system_capath = context.streams.environment("SSL_CERT_DIR").value_or("");
    take_psk(connection, tls, context);
    warn(tls, context.diagnostics);
    return tls;
}

} // namespace mqttx::cli
