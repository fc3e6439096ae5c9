// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"

#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/payload/payload.hpp"

#include <array>

namespace mqttx::app {

namespace {

constexpr std::array acl_verbs{
    cli::Command{
        .name = "apply",
        .summary = "give a running broker a new file, and see that it is not open",
        .declare = declare_acl_apply},
    cli::Command{
        .name = "check",
        .summary = "say whether a permission file allows something, and why",
        .declare = declare_acl_check},
    cli::Command{
        .name = "convert",
        .summary = "write a permission file in the other format, and prove it",
        .declare = declare_acl_convert},
    cli::Command{
        .name = "diff",
        .summary = "say what clients gain and lose between two files",
        .declare = declare_acl_diff},
    cli::Command{
        .name = "fmt",
        .summary = "put the layout of a permission file right",
        .declare = declare_acl_fmt},
    cli::Command{
        .name = "graph", .summary = "draw who can talk to whom", .declare = declare_acl_graph},
    cli::Command{
        .name = "lint",
        .summary = "find what a broker refuses or misreads",
        .declare = declare_acl_lint},
    cli::Command{
        .name = "probe",
        .summary = "ask a live broker whether it enforces a permission file",
        .declare = declare_acl_probe},
    cli::Command{.name = "rule", .summary = "explain a lint rule", .declare = declare_acl_rule},
    cli::Command{
        .name = "test",
        .summary = "hold a permission file against what it is meant to allow",
        .declare = declare_acl_test},
    cli::Command{
        .name = "validate",
        .summary = "the same as lint",
        .declare = declare_acl_lint,
        .hidden = true},
    cli::Command{
        .name = "who",
        .summary = "say everyone who may publish or receive a topic",
        .declare = declare_acl_who},
};

constexpr std::array cert_verbs{
    cli::Command{
        .name = "ca", .summary = "make a certificate authority", .declare = cert::declare_ca},
    cli::Command{
        .name = "intermediate",
        .summary = "make a CA below the root",
        .declare = cert::declare_intermediate},
    cli::Command{
        .name = "server",
        .summary = "make a broker's key and certificate",
        .declare = cert::declare_server},
    cli::Command{
        .name = "client",
        .summary = "make a client's key and certificate",
        .declare = cert::declare_client},
    cli::Command{
        .name = "csr",
        .summary = "make a key and a request for a CA elsewhere",
        .declare = cert::declare_csr},
    cli::Command{
        .name = "sign", .summary = "sign certificate requests", .declare = cert::declare_sign},
    cli::Command{
        .name = "renew",
        .summary = "make the next certificate for the same key",
        .declare = cert::declare_renew},
    cli::Command{
        .name = "rekey",
        .summary = "make a new key and certificate with the same names",
        .declare = cert::declare_rekey},
    cli::Command{
        .name = "revoke", .summary = "revoke certificates", .declare = cert::declare_revoke},
    cli::Command{
        .name = "crl",
        .summary = "sign the lists of revoked certificates",
        .declare = cert::declare_crl},
    cli::Command{
        .name = "list",
        .summary = "list certificates and when they end",
        .declare = cert::declare_list},
    cli::Command{
        .name = "verify",
        .summary = "say why certificates are refused, and the way out",
        .declare = cert::declare_verify},
    cli::Command{
        .name = "lint",
        .summary = "hold certificates and revocation lists against the rules",
        .declare = cert::declare_lint},
    cli::Command{
        .name = "rule", .summary = "say what a rule of lint means", .declare = cert::declare_rule},
    cli::Command{
        .name = "whoami",
        .summary = "print the user name a broker takes from a certificate",
        .declare = cert::declare_whoami},
    cli::Command{
        .name = "export",
        .summary = "write an identity as PKCS#12, PEM or DER",
        .declare = cert::declare_export},
    cli::Command{
        .name = "broker-config",
        .summary = "write the broker's part: mosquitto.conf and its files",
        .declare = cert::declare_broker_config},
    cli::Command{
        .name = "zoo",
        .summary = "write certificates that are wrong on purpose",
        .declare = cert::declare_zoo},
    cli::Command{
        .name = "import",
        .summary = "take a CA over from easy-rsa, openssl ca or two files",
        .declare = cert::declare_import},
    cli::Command{
        .name = "fsck",
        .summary = "compare the files with the journal",
        .declare = cert::declare_fsck},
    cli::Command{
        .name = "show", .summary = "print what certificates say", .declare = cert::declare_show},
};

constexpr std::array keygen_verbs{
    cli::Command{
        .name = "symmetric",
        .summary = "make a shared key for payloads",
        .declare = keygen::declare_symmetric},
    cli::Command{
        .name = "x25519",
        .summary = "make the key pair of a receiver",
        .declare = keygen::declare_x25519},
    cli::Command{
        .name = "ed25519",
        .summary = "make the key pair of a signer",
        .declare = keygen::declare_ed25519},
    cli::Command{
        .name = "passphrase",
        .summary = "make a shared key out of a passphrase",
        .declare = keygen::declare_passphrase},
    cli::Command{
        .name = "public",
        .summary = "print the public halves of key pairs",
        .declare = keygen::declare_public},
    cli::Command{
        .name = "fingerprint",
        .summary = "print the thumbprints of key pairs",
        .declare = keygen::declare_fingerprint},
    cli::Command{
        .name = "list", .summary = "show the keys of a keyring", .declare = keygen::declare_list},
    cli::Command{.name = "add", .summary = "add keys to a keyring", .declare = keygen::declare_add},
    cli::Command{
        .name = "remove",
        .summary = "take keys out of a keyring",
        .declare = keygen::declare_remove},
    cli::Command{
        .name = "revoke",
        .summary = "keep keys from being used",
        .declare = keygen::declare_revoke},
    cli::Command{
        .name = "rotate",
        .summary = "let a new key take over from an old one",
        .declare = keygen::declare_rotate},
    cli::Command{
        .name = "convert",
        .summary = "write keys in another format",
        .declare = keygen::declare_convert},
    cli::Command{
        .name = "password",
        .summary = "make a line for a password file",
        .declare = keygen::declare_password},
    cli::Command{
        .name = "psk", .summary = "make a pre-shared key for TLS", .declare = keygen::declare_psk},
};

constexpr std::array payload_verbs{
    cli::Command{
        .name = "seal", .summary = "seal standard input", .declare = payload::declare_seal},
    cli::Command{.name = "open", .summary = "open an envelope", .declare = payload::declare_open},
    cli::Command{
        .name = "inspect",
        .summary = "say what an envelope tells without a key",
        .declare = payload::declare_inspect},
};

constexpr std::array table{
    cli::Command{.name = "pub", .summary = "publish messages", .declare = declare_pub},
    cli::Command{
        .name = "sub", .summary = "subscribe and write what arrives", .declare = declare_sub},
    cli::Command{
        .name = "request",
        .summary = "publish a request and write the response",
        .declare = declare_request},
    cli::Command{
        .name = "keygen",
        .summary = "make keys for payloads",
        .verbs = keygen_verbs,
        .default_verb = "symmetric"},
    cli::Command{
        .name = "payload", .summary = "seal and open payloads as a filter", .verbs = payload_verbs},
    cli::Command{.name = "cert", .summary = "make and read certificates", .verbs = cert_verbs},
    cli::Command{.name = "acl", .summary = "check permission files", .verbs = acl_verbs},
    cli::Command{
        .name = "lab",
        .summary = "run a throwaway secure broker, and a command beside it",
        .declare = declare_lab},
    cli::Command{
        .name = "doctor",
        .summary = "find out what is wrong with a connection",
        .declare = declare_doctor},
    cli::Command{
        .name = "config",
        .summary = "print what the command line and the profile come to",
        .declare = declare_config},
    cli::Command{
        .name = "version",
        .summary = "print the version and those of the libraries",
        .declare = declare_version},
};

} // namespace

std::span<const cli::Command> commands() {
    return table;
}

} // namespace mqttx::app
