// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/private_file.hpp"
#include "common/io/together.hpp"
#include "common/pki/bundle.hpp"
#include "common/pki/identity.hpp"
#include "common/pki/step.hpp"
#include "common/tls/pem.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace mqttx::app::cert {

namespace {

enum class Shape { none, p12, pem, der };

struct ExportOptions : StoreOptions {
    std::string name;
    bool p12 = false;
    bool pem = false;
    bool der = false;
    bool legacy = false;
    bool force = false;
    bool dry_run = false;
    std::optional<std::string> out;
    cli::SecretSource key_password{.what = "passphrase of the key", .option = "key-password"};
    cli::SecretSource password{.what = "password of the new file", .option = "export-password"};
};

/// An identity as it lies in the store.
struct Kept {
    pki::Identity identity;
    std::vector<tls::CertificateHandle> chain; ///< with the root at the end
    pki::KeyHandle key;
    std::string chain_pem; ///< without the root
};

Kept read_identity(const ExportOptions& options, const cli::Context& context) {
    const pki::Store store{options.folder};
    pki::finish_interrupted(store);
    Kept kept;
    kept.identity = pki::identity_named(pki::read_inventory(store), options.name);
    const pki::Files files = store.files(kept.identity);
    const std::string& path = files.chain.empty() ? files.certificate : files.chain;
    const Bytes pem = io::read_file(path, tls::max_pem_size);
    kept.chain_pem = std::string{as_text(pem)};
    kept.chain = pki::read_certificates(pem, path);
    if (kept.identity.role != pki::Role::root) {
        const std::string root = store.files(pki::Role::root).certificate;
        kept.chain.push_back(
            std::move(pki::read_certificates(io::read_file(root, tls::max_pem_size), root).front())
        );
    }
    const Secret key = io::read_private_file(files.key);
    kept.key = tls::read_private_key(
        key.expose(),
        cli::read_secret_source(options.key_password, context, io::PrivatePolicy::strict),
        files.key
    );
    return kept;
}

Shape shape_of(const ExportOptions& options) {
    if (options.p12 + options.pem + options.der != 1) {
        throw Error{ErrorKind::usage, "one of --p12, --pem and --der says what the file shall be"};
    }
    return options.p12 ? Shape::p12 : options.pem ? Shape::pem : Shape::der;
}

/// A file to be written.
struct Part {
    std::string_view what;
    std::string path;
    Secret content;
    mode_t mode = 0600;
};

using Parts = std::vector<Part>;

Parts p12_of(const ExportOptions& options, const Kept& kept, const cli::Context& context) {
    const auto password =
        cli::read_secret_source(options.password, context, io::PrivatePolicy::strict);
    if (!password || password->empty()) {
        throw Error{
            ErrorKind::usage,
            "a PKCS#12 file needs a password",
            "give it with --export-password-file, -fd, -env or --ask-export-password"};
    }
    if (password->expose_text().find('\0') != std::string_view::npos) {
        throw Error{ErrorKind::usage, "the password of a PKCS#12 file may have no NUL"};
    }
    Parts parts;
    parts.push_back(
        {"PKCS#12",
         options.out.value_or(cat(kept.identity.name, ".p12")),
         pki::pkcs12(
             kept.key.get(),
             kept.chain,
             kept.identity.name,
             *password,
             options.legacy ? pki::BundleStrength::legacy : pki::BundleStrength::modern
         )}
    );
    return parts;
}

Parts pem_of(const ExportOptions& options, const Kept& kept) {
    const Secret key = pki::private_key_pem(kept.key.get(), {});
    Secret both{key.size() + kept.chain_pem.size()};
    const auto end =
        std::copy(key.expose().begin(), key.expose().end(), both.expose_for_writing().begin());
    const ByteView chain = as_bytes(kept.chain_pem);
    std::copy(chain.begin(), chain.end(), end);
    Parts parts;
    parts.push_back(
        {"key and chain", options.out.value_or(cat(kept.identity.name, ".pem")), std::move(both)}
    );
    return parts;
}

Parts der_of(const ExportOptions& options, const Kept& kept) {
    constexpr mode_t readable = 0644;
    const std::string stem = options.out.value_or(kept.identity.name);
    Parts parts;
    parts.push_back(
        {"certificate",
         cat(stem, ".crt.der"),
         Secret{pki::certificate_der(kept.chain.front().get())},
         readable}
    );
    parts.push_back({"private key", cat(stem, ".key.der"), pki::private_key_der(kept.key.get())});
    return parts;
}

/// A pipe or terminal takes the content; files take their places together.
void write(const Parts& parts, bool replace) {
    std::error_code fault;
    if (parts.size() == 1 && std::filesystem::exists(parts.front().path, fault) &&
        !std::filesystem::is_regular_file(parts.front().path, fault)) {
        io::write_file(parts.front().path, parts.front().content.expose(), {});
        return;
    }
    std::vector<std::string> paths;
    for (const Part& part : parts) {
        paths.push_back(part.path);
    }
    io::Together files{std::move(paths)};
    for (const Part& part : parts) {
        files.stage(part.path, part.content.expose(), {.mode = part.mode, .replace = replace});
    }
    files.commit();
}

void require_free(const Parts& parts) {
    for (const Part& part : parts) {
        io::require_free(part.path);
    }
}

Rows rows_of(const Parts& parts) {
    Rows rows;
    for (const Part& part : parts) {
        rows.emplace_back(part.what, part.path);
    }
    return rows;
}

std::string json_of(const Parts& parts) {
    io::JsonWriter json;
    json.begin_object();
    for (const Part& part : parts) {
        json.member(part.what, part.path);
    }
    json.end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const ExportOptions& options, cli::Context& context) {
    const Shape shape = shape_of(options);
    if (options.legacy && shape != Shape::p12) {
        throw Error{ErrorKind::usage, "--legacy is for --p12 alone"};
    }
    const Kept kept = read_identity(options, context);
    if (options.legacy) {
        context.diagnostics.warning(
            "3DES and SHA-1 protect the key badly: send the file over a safe way, then delete it"
        );
    }
    const Parts parts = shape == Shape::p12   ? p12_of(options, kept, context)
                        : shape == Shape::pem ? pem_of(options, kept)
                                              : der_of(options, kept);
    if (!options.dry_run) {
        write(parts, options.force);
    } else if (!options.force) {
        require_free(parts);
    }
    const std::string_view done = options.dry_run ? "would export " : "exported ";
    io::Output out{context.streams.out};
    out.write(
        options.json ? json_of(parts)
                     : cat(done, in_quotes(options.name), '\n', to_text(rows_of(parts)))
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_export(cli::Declaration& options) {
    auto target = std::make_shared<ExportOptions>();
    options.usage("NAME (--p12 | --pem | --der) [options]");
    options.about("Writes an identity in a form that devices and programs import: PKCS#12 with the "
                  "CAs, one PEM file with key and chain, or DER. All but a PKCS#12 file hold the "
                  "key unencrypted.");
    options.example(
        "mqttx cert export sensor-1 --p12 --ask-export-password", "sensor-1.p12 for an app"
    );
    options.example("mqttx cert export sensor-1 --der -o esp32", "for a small device");
    options.operand("NAME", target->name, "an identity: sensor-1, or client/sensor-1");
    options.flag("--p12", target->p12, "PKCS#12: key, certificate and CAs under a password");
    options.flag("--pem", target->pem, "key and certificate chain in one file");
    options.flag("--der", target->der, "the certificate and the key, a DER file each");
    options.flag(
        "--legacy", target->legacy, "PKCS#12 with 3DES and SHA-1, for old Java, macOS and Windows"
    );
    options.file(
        "-o,--output",
        target->out,
        "FILE",
        "the file (default: NAME.p12, NAME.pem); of --der the "
        "beginning of both names"
    );
    cli::secret_options(options, target->password);
    options.flag(
        "--ask-export-password",
        target->password.ask,
        "ask for the password of the new file on the terminal"
    );
    cli::secret_options(options, target->key_password);
    options.flag(
        "--ask-key-password",
        target->key_password.ask,
        "ask for the passphrase of the key on the terminal"
    );
    options.flag("--force", target->force, "replace existing files");
    declare_dry_run(options, target->dry_run);
    declare_folder(options, *target);
    options.flag("--json", target->json, "print one JSON object");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
