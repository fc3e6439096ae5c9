// SPDX-License-Identifier: Apache-2.0
#include "common/cli/tls_options.hpp"

#include "common/base/error.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"

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
    secret_options(options, connection.key_password);
    options.choice(
        "--tls-version",
        tls.minimum,
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
}

tls::ClientOptions take_tls(ConnectionOptions& connection, Context& context) {
    auto tls = std::move(connection.tls);
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
    if (tls.insecure_all) {
        context.diagnostics.warning(
            "--insecure-skip-verify: the broker is not verified, anybody can be in between"
        );
    } else if (tls.insecure_hostname) {
        context.diagnostics.warning("--insecure: the broker's host name is not verified, any "
                                    "holder of a trusted certificate can be in between");
    }
    return tls;
}

} // namespace mqttx::cli
