// SPDX-License-Identifier: Apache-2.0
#include "common/pki/import.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::cert {

namespace {

struct ImportOptions : WriteOptions {
    std::optional<std::string> layout;
    std::optional<std::string> source;
    std::optional<std::string> certificate;
    std::optional<std::string> key;
    std::optional<std::string> list;
};

pki::Source source_of(const ImportOptions& options) {
    if (options.layout) {
        const bool is_easy = *options.layout == "easy-rsa";
        if ((!is_easy && *options.layout != "openssl-ca") || !options.source ||
            options.certificate || options.key || options.list) {
            throw Error{
                ErrorKind::usage,
                "import takes 'easy-rsa DIR', 'openssl-ca DIR', or --cert and --key"};
        }
        return is_easy ? pki::easy_rsa_source(*options.source)
                       : pki::openssl_ca_source(*options.source);
    }
    if (!options.certificate || !options.key) {
        throw Error{
            ErrorKind::usage,
            "nothing to import was named",
            "give 'easy-rsa DIR', 'openssl-ca DIR', or --cert FILE --key FILE [--crl FILE]"};
    }
    pki::Source source{*options.certificate, *options.key};
    source.list = options.list;
    return source;
}

std::string text_of(const pki::Imported& imported, const ImportOptions& options) {
    Rows rows{
        {"CA", imported.authority},
        {"certificates", std::to_string(imported.certificates)},
        {"keys", std::to_string(imported.keys)},
        {"revoked", std::to_string(imported.revoked)},
        {"list", imported.list_number ? cat("number ", *imported.list_number) : "none"}};
    return cat(
        options.dry_run ? "would take the CA over into " : "took the CA over into ",
        io::escape_for_terminal(options.folder),
        '\n',
        to_text(rows)
    );
}

std::string json_of(const pki::Imported& imported) {
    io::JsonWriter json;
    json.begin_object().member("ca", imported.authority);
    json.member("certificates", imported.certificates).member("keys", imported.keys);
    json.member("revoked", imported.revoked).key("list_number");
    imported.list_number ? json.value(*imported.list_number) : json.null();
    json.end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const ImportOptions& options, cli::Context& context) {
    const pki::Source source = source_of(options);
    const pki::Imported imported = pki::import_authority(
        options.store(), source, ca_password(options, context), std::time(nullptr), options.dry_run
    );
    for (const std::string& notice : imported.notices) {
        context.diagnostics.note(notice);
    }
    if (!imported.list_number) {
        context.diagnostics.warning(
            "what this CA has revoked is not known: no list is written, for it would make all "
            "of that good again",
            "import it with --crl, its last list"
        );
    }
    io::Output out{context.streams.out};
    out.write(options.json ? json_of(imported) : text_of(imported, options));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_import(cli::Declaration& options) {
    auto target = std::make_shared<ImportOptions>();
    options.usage("(easy-rsa DIR | openssl-ca DIR | --cert FILE --key FILE [--crl FILE]) [options]"
    );
    options.about("Takes a CA over from easy-rsa, 'openssl ca', or as certificate and key alone, "
                  "into a new folder, with its history: what it issued, with the keys that are "
                  "there, what it revoked, and the number of its list. The source stays as it "
                  "is.");
    options.example("mqttx cert import easy-rsa /etc/easy-rsa/pki --dir pki", "then 'cert list'");
    options.example("mqttx cert import --cert ca.crt --key ca.key --crl crl.pem", "a lone CA");
    options.optional_operand("LAYOUT", target->layout, "easy-rsa or openssl-ca");
    options.optional_operand("FROM", target->source, "its folder", cli::ValueKind::folder);
    options.file("--cert", target->certificate, "FILE", "the certificate of a lone CA");
    options.file("--key", target->key, "FILE", "its key");
    options.file("--crl", target->list, "FILE", "its last revocation list");
    declare_write_options(options, *target, "print one JSON object");
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
